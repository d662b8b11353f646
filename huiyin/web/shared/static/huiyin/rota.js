/* Drag one duty onto another to swap them; without script two are chosen by their boxes. */
(function () {
  "use strict";
  var form = document.querySelector("[data-swap]"), held = null;
  if (!form) { return; }
  form.querySelectorAll("[data-shift]").forEach(function (bar) {
    bar.draggable = true;
    bar.addEventListener("dragstart", function (event) {
      held = bar;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", bar.dataset.shift);
      bar.classList.add("held");
    });
    bar.addEventListener("dragend", function () { bar.classList.remove("held"); held = null; });
    bar.addEventListener("dragover", function (event) {
      if (held && held !== bar) { event.preventDefault(); bar.classList.add("over-it"); }
    });
    bar.addEventListener("dragleave", function () { bar.classList.remove("over-it"); });
    bar.addEventListener("drop", function (event) {
      event.preventDefault();
      bar.classList.remove("over-it");
      if (held && held !== bar) { location.assign(form.dataset.swap + "?shift=" + held.dataset.shift + "&shift=" + bar.dataset.shift); }
    });
  });
})();
