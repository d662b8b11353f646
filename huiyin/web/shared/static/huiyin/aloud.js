/* Reads the page aloud with a voice of the machine's own: a voice from elsewhere would carry the words out of the house. */
(function () {
  "use strict";

  var speech = window.speechSynthesis;
  var button = document.querySelector("[data-aloud]");
  if (!speech || !button || !window.SpeechSynthesisUtterance) { return; }
  var pieces = [], at = -1, words = button.textContent;

  function voice(lang) {
    var fit = speech.getVoices().filter(function (one) { return one.localService && one.lang.slice(0, 2) === lang.slice(0, 2); });
    return fit.find(function (one) { return /^(zh[-_](Hans[-_])?CN|ko)/i.test(one.lang); }) || fit[0]; // Mandarin, not Cantonese
  }

  function offered() { button.hidden = !voice(document.documentElement.lang); }

  // The smallest blocks that hold words, in the order of the page; each in its own language.
  function collect() {
    var blocks = "h1,h2,h3,p,li,dt,dd,th,td,label,legend,strong,span,small,div,a,button,summary";
    return Array.from(document.querySelectorAll("main *")).filter(function (one) {
      return one.matches(blocks) && one.offsetParent && one.textContent.trim() && !one.closest("svg, .hy-noprint, [hidden]")
        && !one.parentElement.closest("[data-said]") && !Array.from(one.children).some(function (inner) { return inner.matches(blocks); })
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
    document.querySelectorAll("[data-said]").forEach(function (one) { delete one.dataset.said; });
    pieces = collect();
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    next();
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
  if ("onvoiceschanged" in speech) { speech.onvoiceschanged = offered; }
  offered();
})();
