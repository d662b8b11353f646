/* What rings is asked for while somebody looks at the page: on the hotline's own page, and, more seldom, as a line on every other one
   of whoever sits at an extension. Without this file the page shows it once, as it is loaded. */
(function () {
  "use strict";

  var EVERY = 2500, ELSEWHERE = 5000; // milliseconds
  var live = document.getElementById("calls-live");

  function look() {
    var now = document.getElementById(live ? "calls-now" : "ringing");
    if (now && !document.hidden) { htmx.trigger(now, "look"); }
  }
  function say(text) {
    if (!live) { return; }
    var note = live.querySelector(".hy-offline");
    if (!text) { if (note) { note.remove(); } return; }
    if (note) { return; }
    note = document.createElement("p");
    note.className = "hy-error hy-offline";
    note.textContent = text;
    live.prepend(note);
  }
  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { say(live && live.dataset.offline); });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.xhr && event.detail.xhr.status) { say(""); }
  });
  document.addEventListener("visibilitychange", look);
  document.addEventListener("huiyin:look", look);
  window.setInterval(look, live ? EVERY : ELSEWHERE);
  window.addEventListener("load", look);
  // F8 opens the form of what rings, or is on the line, at this seat.
  document.addEventListener("keydown", function (event) {
    var link = document.querySelector("[data-ringing]");
    if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey || !link) { return; }
    event.preventDefault();
    link.click();
  });
})();
