/* Conveniences only: every page works without this file. */
(function () {
  "use strict";

  // A second click does nothing while the first is under way; the way back through history makes the button usable again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form === guarded) { guarded = null; }
    if (form.method === "post") { form.dataset.sent = "1"; }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Leaving with words typed and not sent asks first.
  var bad = document.querySelector("form[data-guard] .hy-bad");
  var guarded = bad ? bad.closest("form") : null;
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-guard")) { guarded = form; }
    count(event.target);
  });
  window.addEventListener("beforeunload", function (event) {
    if (guarded && document.contains(guarded)) { event.preventDefault(); event.returnValue = ""; }
  });

  // "Done" and "throw away" hold for the way back through history, too: a page from before is fetched anew and not shown as it was
  // left, with what somebody had typed. Each entry of the history knows since when it is there; the browser, when it was to forget.
  var FORGOT = "huiyin-forgot", page = document.documentElement;
  document.addEventListener("submit", function (event) {
    try { if (event.target.hasAttribute("data-forget")) { localStorage.setItem(FORGOT, Date.now()); } } catch (refused) { /* as without script */ }
  });
  window.addEventListener("pageshow", function () {
    var since = history.state && history.state.since || performance.timeOrigin, forgot = 0;
    if (!page.classList.contains("portal")) { return; }
    try { forgot = Number(localStorage.getItem(FORGOT)); } catch (refused) { /* as without script */ }
    if (since >= forgot) { history.replaceState(Object.assign({}, history.state, { since: since }), ""); return; }
    page.dataset.forgotten = "1";
    page.hidden = true;
    guarded = null;
    history.replaceState(null, "");
    location.replace(location.pathname + location.search);
  });

  // What a citizen's form left for the page after it (keeping.js): taken up by then, or not wanted any more.
  window.addEventListener("pageshow", function () {
    try { sessionStorage.removeItem("huiyin-unsent"); } catch (refused) { /* as without script */ }
  });

  // How many characters there are (code points, as the server counts them), once it gets near the limit.
  function count(box) {
    var limit = Number(box.dataset && box.dataset.limit);
    if (!limit) { return; }
    var note = box.nextElementSibling;
    if (!note || !note.classList.contains("hy-count")) {
      note = document.createElement("p");
      note.className = "hy-count";
      note.setAttribute("aria-live", "polite");
      box.after(note);
    }
    var length = box.value.length < limit / 2 ? box.value.length : Array.from(box.value).length;
    note.textContent = length + " / " + limit;
    note.classList.toggle("over", length > limit);
    note.hidden = length < limit * 0.8;
  }

  // A field to mend that has the focus is seen whole: its name, what is wrong and the box, not the box's lower edge alone.
  function inSight() {
    var field = document.activeElement && document.activeElement.closest(".hy-bad");
    if (field) { field.scrollIntoView({ block: field.offsetHeight < window.innerHeight / 2 ? "center" : "start" }); }
  }
  document.addEventListener("huiyin:shown", inSight);
  window.addEventListener("load", inSight);

  // Buttons that only make sense with script are hidden until here.
  function ready(root) {
    root.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    root.querySelectorAll("[data-limit]").forEach(count);
  }
  ready(document);

  // On paper nothing of a citizen's page stays folded: a letter would be a line with a triangle.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll(":root:not(.desk) main details:not([open]):not(.hy-noprint)"));
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
    folded = [];
  });

  // A form that came in place of its button takes the focus; so does one that a link led to (#do): there browsers leave it out.
  function begin() {
    var place = document.getElementById("do");
    var first = place && (place.querySelector("[autofocus]") || place.querySelector("input:not([type=hidden]), select, textarea, button[type=submit]"));
    // A link that names the item has chosen it; what is to be written comes next.
    if (first && first.matches("select[name=item]") && first.value) { first = place.querySelector("textarea") || first; }
    if (first) { first.focus(); }
  }
  ["htmx:afterSwap", "htmx:after:swap"].forEach(function (name) {
    document.addEventListener(name, function () {
      var place = document.getElementById("do");
      if (place) { ready(place); begin(); }
    });
  });
  window.addEventListener("pageshow", function () {
    // After the browser has gone to the place itself, which takes the focus away.
    if (location.hash === "#do") { window.setTimeout(function () { if (document.activeElement === document.body) { begin(); } }, 0); }
  });

  // A slip's QR code brings number and query code along; the code stands behind the #, which no server gets to see.
  var code = document.querySelector("input[name=code]"), number = document.querySelector("input[name=number]");
  if (code && number && /^#[0-9A-Za-z-]{8,24}$/.test(location.hash)) {
    code.value = code.value || location.hash.slice(1);
    number.value = number.value || new URLSearchParams(location.search).get("number") || "";
    history.replaceState(null, "", location.pathname);
  }
})();
