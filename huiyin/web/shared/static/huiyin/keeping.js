/* What is being written is kept when the page goes out of sight (a call comes in, the tab is closed). Every step works without this file.

   A page that is loaded anew may come before what its forerunner sent has arrived. So the forerunner leaves its words in this tab as
   it goes; the next page takes them up, and says whose they are (carried), so that nobody takes the two for two windows. They lie
   there between two pages of the tab alone: any page takes them away, and what is older than a minute or was thrown away is no more. */
(function () {
  "use strict";
  var NOTE = "huiyin-unsent", MOST_AGE = 60 * 1000, MOST_CARRIED = 5; // ms; pages before this one
  var leaving = false, last = 0;
  if (!form() || !navigator.sendBeacon || !window.URLSearchParams) { return; }
  var read = words(), before = read;
  takeUp();
  offer();

  function form() { return document.querySelector("form[data-keep]"); } // another one after something was to be mended
  function said(counts) {
    var found = new URLSearchParams();
    Array.from(form().elements).forEach(function (box) {
      if (counts(box) && (!/^(radio|checkbox)$/.test(box.type) || box.checked)) { found.append(box.name, box.value); }
    });
    return found.toString();
  }
  function named(box) { return box.name && box.name !== "typed" && !/^(submit|button)$/.test(box.type); }
  function asks(box) { return named(box) && box.type !== "hidden"; }
  function words() { return said(named); }
  function mark(name) { var box = form().querySelector("input[type=hidden][name=" + name + "]"); return box ? box.value : ""; }
  function set(name, value) {
    var box = form().querySelector("input[type=hidden][name=" + name + "]") || document.createElement("input");
    box.type = "hidden";
    box.name = name;
    box.value = value;
    form().prepend(box);
  }
  function stamp() { last = Math.max(Date.now(), last + 1); return last; }
  function idle() { return leaving || !form() || document.documentElement.dataset.forgotten; }

  // As soon as something stands there it can be thrown away, whether or not what is kept has arrived when the page was made.
  function offer() {
    var away = document.querySelector("[data-written]"), until = document.querySelector("[data-unwritten]");
    var box = away && form() && form().querySelector("textarea");
    if (!box) { return; }
    away.hidden = !box.value.trim();
    if (until) { until.hidden = !away.hidden; }
  }
  function keep() {
    var now = idle() ? before : words();
    if (now === before) { return; }
    if (navigator.sendBeacon(form().action, new URLSearchParams(now + "&typed=" + stamp() + "&keep=1"))) { before = now; }
  }
  function note() {
    if (idle() || words() === read) { return; }
    var marks = { letter: mark("letter"), seen: mark("seen"), weighed: mark("weighed") };
    marks.carried = [mark("tab") + "." + (last || stamp())].concat(mark("carried").split(",").filter(Boolean)).slice(0, MOST_CARRIED).join(",");
    try { sessionStorage.setItem(NOTE, JSON.stringify({ at: Date.now(), of: form().getAttribute("action"), typed: said(asks), marks: marks })); } catch (refused) { /* as without script */ }
  }
  function takeUp() {
    var left = null, forgot = 0;
    try {
      left = JSON.parse(sessionStorage.getItem(NOTE));
      sessionStorage.removeItem(NOTE);
      forgot = Number(localStorage.getItem("huiyin-forgot"));
    } catch (refused) { /* as without script */ }
    if (!left || left.of !== form().getAttribute("action") || left.at <= forgot || Date.now() - left.at > MOST_AGE || left.typed === said(asks)) { return; }
    var typed = new URLSearchParams(left.typed), boxes = Array.from(form().elements).filter(asks);
    boxes.forEach(function (box) {
      if (/^(radio|checkbox)$/.test(box.type)) { box.checked = typed.getAll(box.name).indexOf(box.value) >= 0; }
      else if (typed.has(box.name)) { box.value = typed.get(box.name); }
    });
    Object.keys(left.marks).forEach(function (name) { if (left.marks[name] || mark(name)) { set(name, left.marks[name]); } });
    boxes.forEach(function (box) {
      if (box.type === "radio" && !box.checked) { return; }
      ["input", "change"].forEach(function (kind) { box.dispatchEvent(new Event(kind, { bubbles: true })); });
    });
  }

  // Sent, switched or thrown away: that is what counts then, not what was on the page.
  document.addEventListener("submit", function (event) {
    leaving = true;
    if (event.target === form()) { set("typed", stamp()); }
  });
  document.addEventListener("input", function () { leaving = false; offer(); }); // the line broke, nothing was sent
  window.addEventListener("pageshow", function () { leaving = false; offer(); });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { keep(); } });
  window.addEventListener("pagehide", function () { keep(); note(); });
})();
