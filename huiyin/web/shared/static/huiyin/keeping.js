/* What is being written is kept when the page goes out of sight (a call comes in, the tab is closed). Every step works without this file. */
(function () {
  "use strict";
  var leaving = false;
  if (!form() || !navigator.sendBeacon || !window.URLSearchParams) { return; }
  var before = words();

  function form() { return document.querySelector("form[data-keep]"); } // another one after something was to be mended
  function words() {
    var said = new URLSearchParams();
    Array.from(form().elements).forEach(function (box) {
      var counts = box.name && !/^(submit|button)$/.test(box.type) && (!/^(radio|checkbox)$/.test(box.type) || box.checked);
      if (counts) { said.append(box.name, box.value); }
    });
    return said.toString();
  }

  // Sent, switched or thrown away: that is what counts then, not what was on the page.
  document.addEventListener("submit", function () { leaving = true; });
  document.addEventListener("input", function () { leaving = false; }); // the line broke, nothing was sent
  window.addEventListener("pageshow", function () { leaving = false; });
  document.addEventListener("visibilitychange", function () {
    var now = form() ? words() : before;
    if (document.visibilityState !== "hidden" || leaving || now === before || document.documentElement.dataset.forgotten) { return; }
    if (navigator.sendBeacon(form().action, new URLSearchParams(now + "&keep=1"))) { before = now; }
  });
})();
