/* What rings is asked for while somebody looks at the page. Without this file the page shows it once, as it is loaded. */
(function () {
  "use strict";

  var EVERY = 2500; // milliseconds
  var live = document.getElementById("calls-live");
  if (!live) { return; }

  function look() {
    var now = document.getElementById("calls-now");
    if (now && !document.hidden) { htmx.trigger(now, "look"); }
  }
  function say(text) {
    var note = live.querySelector(".hy-offline");
    if (!text) { if (note) { note.remove(); } return; }
    if (note) { return; }
    note = document.createElement("p");
    note.className = "hy-error hy-offline";
    note.textContent = text;
    live.prepend(note);
  }
  document.addEventListener("htmx:sendError", function () { say(live.dataset.offline); });
  document.addEventListener("htmx:timeout", function () { say(live.dataset.offline); });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.xhr && event.detail.xhr.status) { say(""); }
  });
  document.addEventListener("visibilitychange", look);
  document.addEventListener("huiyin:look", look);
  window.setInterval(look, EVERY);
})();
