/* Sending over a line that breaks, and photos made smaller before they go. Every form works without this file. */
(function () {
  "use strict";
  var LONGEST = 2000, SMALL_ENOUGH = 900 * 1024; // px of the longer side, bytes

  // -- what wasn't sent stays on the page -----------------------------------------------------------------------------------

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-online") || event.defaultPrevented) { return; }
    event.preventDefault();
    if (form.dataset.going) { return; }
    form.dataset.going = "1";
    say(form, "");
    waiting(form, true);
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: { "Accept": "text/html", "X-Huiyin-Kept": "1" } })
      .then(function (answer) {
        if (answer.redirected) { location.assign(answer.url); return null; }
        if (answer.status >= 500) { throw new Error("not taken"); }
        return answer.text().then(function (text) {
          if (answer.status === 413) { throw new Error(said(text)); } // too much at once: the page stays, and says what to do
          show(text);
        });
      })
      .catch(function (error) {
        delete form.dataset.going;
        delete form.dataset.sent;
        waiting(form, false);
        say(form, error.message.indexOf("\n") === 0 ? error.message.trim() : form.dataset.online);
        var box = form.querySelector("textarea, input:not([type=hidden])");
        if (box) { box.dispatchEvent(new Event("input", { bubbles: true })); } // leaving asks first again
      });
  });
  function waiting(form, on) {
    form.querySelectorAll("button[type=submit]").forEach(function (button) { button.setAttribute("aria-disabled", String(on)); });
  }
  function say(form, text) {
    var note = form.querySelector(".hy-unsent");
    if (!text) { if (note) { note.remove(); } return; }
    if (!note) {
      note = document.createElement("div");
      note.className = "hy-alert bad hy-unsent";
      note.setAttribute("role", "alert");
      note.tabIndex = -1;
      var last = form.querySelector(".hy-thumbs, .hy-buttons");
      last.parentNode.insertBefore(note, last);
    }
    note.textContent = text;
    note.focus();
  }
  function said(text) {
    var main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    return "\n" + (main ? main.textContent.replace(/\s+/g, " ").replace(/^ *413/, "") : "");
  }
  // What came back instead (something to mend, somebody acted meanwhile) takes the page's place.
  function show(text) {
    var page = new DOMParser().parseFromString(text, "text/html"), main = page.querySelector("main");
    if (!main) { location.reload(); return; }
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    prepare(document);
    var first = main.querySelector("[autofocus]") || main.querySelector("[role=alert]");
    window.scrollTo(0, 0);
    if (first) { if (!first.hasAttribute("autofocus")) { first.tabIndex = -1; } first.focus(); }
  }

  // -- photos -----------------------------------------------------------------------------------------------------------------

  var held = []; // what was chosen, also after a page came back with something to mend
  function prepare(root) {
    root.querySelectorAll("[data-photos]").forEach(function (list) {
      var form = list.closest("form"), all = form.querySelector("input[type=file][multiple]"), camera = form.querySelector("input[capture]");
      if (typeof DataTransfer === "undefined" || !all || !window.createImageBitmap) { return; }
      var kept = held;
      [all, camera].forEach(function (input) {
        if (!input) { return; }
        input.addEventListener("change", function () {
          var chosen = Array.from(input.files);
          input.value = "";
          if (input === all) { kept = kept.filter(function (one) { return one.camera; }); }
          Promise.all(chosen.map(smaller)).then(function (files) {
            kept = kept.concat(files.map(function (file) { return { file: file, camera: input === camera }; }));
            fill();
          });
        });
      });
      if (kept.length) { fill(); }
      function fill() {
        held = kept;
        var bag = new DataTransfer();
        kept.forEach(function (one) { bag.items.add(one.file); });
        all.files = bag.files;
        list.textContent = "";
        kept.forEach(function (one, at) { list.append(line(one, at)); });
        all.dispatchEvent(new Event("input", { bubbles: true }));
      }
      function line(one, at) {
        var item = document.createElement("li"), name = document.createElement("span"), drop = document.createElement("button");
        name.textContent = one.file.name + " · " + size(one.file.size) + (one.file.shrunk ? " · " + list.dataset.small : "");
        drop.type = "button";
        drop.className = "btn btn-plain";
        drop.textContent = list.dataset.drop;
        drop.setAttribute("aria-label", list.dataset.drop + " " + one.file.name);
        drop.addEventListener("click", function () { kept.splice(at, 1); fill(); });
        item.append(picture(one.file), name, drop);
        return item;
      }
    });
  }
  function size(bytes) { return bytes < 1024 * 1000 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB"; }
  function picture(file) {
    var canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    canvas.setAttribute("aria-hidden", "true");
    createImageBitmap(file).then(function (image) {
      var side = Math.min(image.width, image.height);
      canvas.getContext("2d").drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, 64, 64);
      image.close();
    }).catch(function () {});
    return canvas;
  }
  // A picture that the browser can read is redrawn with its longer side at LONGEST; what it can't read goes as it is.
  function smaller(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= SMALL_ENOUGH) { return Promise.resolve(file); }
    return createImageBitmap(file).then(function (image) {
      var part = Math.min(1, LONGEST / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * part);
      canvas.height = Math.round(image.height * part);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      image.close();
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    }).then(function (blob) {
      if (!blob || blob.size >= file.size) { return file; }
      var made = new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
      made.shrunk = true;
      return made;
    }).catch(function () { return file; });
  }
  prepare(document);
})();
