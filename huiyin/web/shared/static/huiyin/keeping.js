/* A town of the map is chosen in place. What is being written is kept when the page goes out of sight (a call comes in, the tab is closed). Every step works without this file. */
(function () {
  "use strict";
  // A town tapped on the map is chosen in the list at once: what else stands in the form isn't sent, so it must not be fetched anew.
  document.addEventListener("click", function (event) {
    var town = event.target.closest(".hy-towns a"), list = document.getElementById("f-place");
    if (!town || !list) { return; }
    event.preventDefault();
    list.value = new URLSearchParams(town.getAttribute("href").split("#")[0].slice(1)).get("place");
    list.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelectorAll(".hy-towns a[aria-current]").forEach(function (one) { one.removeAttribute("aria-current"); });
    town.setAttribute("aria-current", "true");
    list.scrollIntoView({ block: "center" });
    list.focus();
  });
  var leaving = false;
  if (!form() || !navigator.sendBeacon || !window.URLSearchParams) { return; }
  var before = words();

  function form() { return document.querySelector("form[data-keep]"); } // another one after something was to be mended
  function words() {
    var said = new URLSearchParams();
    Array.from(form().elements).forEach(function (box) {
      var counts = box.name && !/^(submit|button)$/.test(box.type) && (box.type !== "radio" || box.checked);
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
