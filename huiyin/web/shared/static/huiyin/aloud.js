/* Reads the page aloud with a voice of the machine's own: a voice from elsewhere would carry the words out of the house. */
(function () {
  "use strict";

  var speech = window.speechSynthesis;
  var button = document.querySelector("[data-aloud]");
  var none = document.querySelector("[data-voiceless]");
  if (!button) { return; }
  button.hidden = false;
  // That there is no voice is told to whoever wants one: at the head of every page it would be noise to all others.
  if (!speech || !window.SpeechSynthesisUtterance) {
    button.addEventListener("click", function () { none.hidden = false; });
    return;
  }
  var pieces = [], at = -1, words = button.textContent;

  function voice(lang) {
    var fit = speech.getVoices().filter(function (one) { return one.localService && one.lang.slice(0, 2) === lang.slice(0, 2); });
    return fit.find(function (one) { return /^(zh[-_](Hans[-_])?CN|ko)/i.test(one.lang); }) || fit[0]; // Mandarin, not Cantonese
  }

  function speaks() { return Boolean(voice(document.documentElement.lang)); }

  // The smallest blocks that hold words of their own or nothing but lines, in the order of the page; each in its own language.
  function collect() {
    var blocks = "h1,h2,h3,p,li,dt,dd,th,td,label,legend,div,summary,strong,span,small,a,button", lines = "strong,span,small,a,button,b,em,mark,time,br,svg";
    function own(one) { return Array.from(one.childNodes).some(function (node) { return node.nodeType === 3 && node.data.trim(); }); }
    function holds(one) { return Array.from(one.children).some(function (inner) { return inner.matches(blocks) && !inner.matches(lines); }); }
    function otherTongue(one) { return one.querySelector("[lang]"); }
    return Array.from(document.querySelectorAll("main *")).filter(function (one) {
      var whole = own(one) && !holds(one) && !otherTongue(one);
      var smallest = !Array.from(one.children).some(function (inner) { return inner.matches(blocks); });
      return one.matches(blocks) && one.offsetParent && one.textContent.trim() && !one.closest("svg, [hidden]")
        && !one.parentElement.closest("[data-said]") && (whole || smallest)
        ? (one.dataset.said = "", true) : false;
    });
  }

  function mark(on) {
    if (pieces[at]) { pieces[at].classList.toggle("hy-spoken", on); }
  }

  function stop() {
    mark(false);
    at = -1;
    speech.cancel();
    button.textContent = words;
    button.setAttribute("aria-pressed", "false");
  }

  function next() {
    mark(false);
    at += 1;
    var piece = pieces[at];
    if (!piece) { stop(); return; }
    var lang = piece.closest("[lang]").lang;
    var said = new SpeechSynthesisUtterance(piece.textContent.trim());
    said.lang = lang;
    said.voice = voice(lang) || null;
    said.rate = 0.9;
    said.onend = function () { if (at >= 0) { next(); } };
    if (!said.voice) { next(); return; }
    mark(true);
    piece.scrollIntoView({block: "nearest"});
    speech.speak(said);
  }

  button.addEventListener("click", function () {
    if (at >= 0) { stop(); return; }
    none.hidden = speaks();
    if (!none.hidden) { return; }
    document.querySelectorAll("[data-said]").forEach(function (one) { delete one.dataset.said; });
    pieces = collect();
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    next();
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
  // Voices come late, and some browsers tell it by an event: what was told of none doesn't hold then.
  if ("onvoiceschanged" in speech) { speech.onvoiceschanged = function () { if (speaks()) { none.hidden = true; } }; }
})();
