/* Sending over a line that breaks, and photos made smaller before they go. Every form works without this file. */
(function () {
  "use strict";
  var LONGEST = 2000, SMALL_ENOUGH = 900 * 1024; // px of the longer side, bytes
  var making = Promise.resolve(); // until the pictures are ready: a slow phone takes seconds, and nothing is sent without them

  // -- what wasn't sent stays on the page -----------------------------------------------------------------------------------

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-online") || event.defaultPrevented || form.dataset.switching) { return; }
    event.preventDefault();
    if (form.dataset.going) { return; }
    if (form.dataset.asWas && words(form) === form.dataset.asWas) { location.assign(history.state.huiyinDone); return; }
    form.dataset.going = "1";
    say(form, "");
    waiting(form, true);
    var slow = form.dataset.wait ? setTimeout(function () { say(form, form.dataset.wait, true); }, 1500) : 0;
    var by = event.submitter, where = by && by.hasAttribute("formaction") ? by.formAction : form.action;
    Promise.all([making, proof(form)]).then(function () { return fetch(where, { method: "POST", body: bodyOf(form, by), credentials: "same-origin", headers: { "Accept": "text/html", "X-Huiyin-Kept": "1" } }); })
      .then(function (answer) {
        clearTimeout(slow);
        if (answer.redirected) {
          history.replaceState(Object.assign({}, history.state, { huiyinDone: form.dataset.before ? answer.url : "", huiyinBefore: by && by.dataset.before || "" }), "");
          location.assign(answer.url);
          return null;
        }
        return answer.text().then(function (text) {
          if (answer.status >= 500) { throw new Error("\n" + document.body.dataset.broken); } // it arrived: the line is whole
          var why = answer.status === 401 || answer.status === 403 ? unsent(text) : null;
          if (why) { form.dataset.old = "1"; why.name = "unsent"; throw why; } // signed out meanwhile: the page stays, with its photos
          if (answer.status === 413) { throw new Error(said(text)); } // too much at once: the page stays, and says what to do
          show(text);
        });
      })
      .catch(function (error) {
        clearTimeout(slow);
        delete form.dataset.going;
        delete form.dataset.sent;
        waiting(form, false);
        say(form, error.name === "unsent" || error.message.indexOf("\n") === 0 ? error.message.trim() : form.dataset.online, false, error.link);
        var box = form.querySelector("textarea, input:not([type=hidden])");
        if (box) { box.dispatchEvent(new Event("input", { bubbles: true })); } // leaving asks first again
      });
  });
  // What was to be mended and is being mended isn't red any more: the next answer says what still is. Files are looked at there only.
  document.addEventListener("input", function (event) {
    var box = event.target, field = box.form && box.form.hasAttribute("data-online") ? box.closest(".hy-bad") : null;
    if (!field || box.type === "file" || asSent(box)) { return; }
    field.classList.remove("hy-bad");
    field.querySelectorAll(".hy-error").forEach(function (line) { line.remove(); });
    field.querySelectorAll("[aria-invalid]").forEach(function (one) { one.removeAttribute("aria-invalid"); });
    document.querySelectorAll("main .hy-alert.bad li > a[href='#f-" + box.name + "']").forEach(function (link) {
      var list = link.closest("ul"), note = link.closest(".hy-alert");
      link.parentNode.remove();
      if (!list.children.length) { note.remove(); }
    });
  });
  function asSent(box) {
    if (box.type === "radio" || box.type === "checkbox") { return box.checked === box.defaultChecked; }
    if (box.options) { return Array.from(box.options).every(function (one) { return one.selected === (one === preset(box) || box.multiple && one.defaultSelected); }); }
    return box.value === box.defaultValue;
  }
  // What a list that takes one shows untouched: what the page chose, else its first line that can be chosen.
  function preset(box) {
    var lines = box.multiple ? [] : Array.from(box.options);
    return lines.filter(function (one) { return one.defaultSelected; }).pop() || lines.filter(function (one) { return !one.disabled; })[0];
  }
  // A switch in the head (language, larger type) belongs to the form, but sends nothing of it: the page comes back in the new way.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-switch]") : null;
    if (button && button.form) { button.form.dataset.switching = "1"; }
  });
  function bodyOf(form, by) {
    var body = new FormData(form);
    if (by && by.name) { body.append(by.name, by.value); } // which of several buttons it was
    return body;
  }
  // Why the form wasn't taken, and where one signs in, from the page that would have taken this one's place.
  function unsent(text) {
    var told = new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-unsent]"), why;
    if (!told.length) { return null; }
    why = new Error(told[0].textContent);
    why.link = told[1];
    return why;
  }
  // Whoever signed in again has another proof of origin: the form takes it from its own page before it is sent once more.
  function proof(form) {
    var box = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (!form.dataset.old || !box) { return null; }
    return fetch(location.href, { credentials: "same-origin", headers: { "Accept": "text/html" } })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("input[name=csrfmiddlewaretoken]");
        if (fresh) { box.value = fresh.value; }
      });
  }
  function waiting(form, on) {
    form.querySelectorAll("button[type=submit]").forEach(function (button) { button.setAttribute("aria-disabled", String(on)); });
  }
  function say(form, text, calm, link) {
    var note = form.querySelector(".hy-unsent");
    if (note && (!text || Boolean(calm) === note.classList.contains("bad"))) { note.remove(); note = null; }
    if (!text) { return; }
    if (!note) {
      note = document.createElement("div");
      note.className = "hy-alert hy-unsent" + (calm ? "" : " bad");
      note.setAttribute("role", calm ? "status" : "alert");
      note.tabIndex = -1;
      var last = form.querySelector(".hy-send, .hy-thumbs"), button = form.querySelector("button.btn-primary[type=submit], button[type=submit]");
      last = last || button.closest(".hy-buttons") || button;
      last.parentNode.insertBefore(note, last);
    }
    note.textContent = text;
    if (link) {
      link.target = "_blank";
      link.rel = "noopener";
      note.append(" ", link);
    }
    if (!calm) { note.focus(); }
  }
  function said(text) {
    var main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    var lines = main ? Array.from(main.querySelectorAll("h1, p:not(.hy-buttons):not(.hy-number)")) : [];
    return "\n" + lines.map(function (line) { return line.textContent.replace(/\s+/g, " ").trim(); }).join("\n");
  }
  // What came back instead (something to mend, somebody acted meanwhile) takes the page's place.
  function show(text) {
    var page = new DOMParser().parseFromString(text, "text/html"), main = page.querySelector("main");
    if (!main) { location.reload(); return; }
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    prepare(document);
    if (held.length) { document.querySelectorAll(".hy-lost").forEach(function (one) { one.remove(); }); } // here they are still chosen
    if (window.htmx) { window.htmx.process(main); }
    var typed = main.querySelector("form[data-guard] .hy-bad input, form[data-guard] .hy-bad textarea, form[data-guard] .hy-bad select");
    if (typed) { typed.dispatchEvent(new Event("input", { bubbles: true })); } // leaving asks first here, too
    var first = main.querySelector("[autofocus]") || typed || main.querySelector("[role=alert]");
    window.scrollTo(0, 0);
    if (first) { if (first !== typed && !first.hasAttribute("autofocus")) { first.tabIndex = -1; } first.focus(); }
    document.dispatchEvent(new Event("huiyin:shown"));
  }

  // The way back through history gives the form back as it was, and it is the same form still: its token stays, so that what is
  // sent again unchanged is one and not two.
  function tokenOf(form) { return form.hasAttribute("data-guard") ? form.querySelector("input[type=hidden][name=token]") : null; }
  document.addEventListener("submit", function (event) {
    var box = tokenOf(event.target);
    if (box) { history.replaceState(Object.assign({}, history.state, { huiyin: box.value }), ""); }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-going]").forEach(function (form) { delete form.dataset.going; waiting(form, false); });
    var before = history.state && history.state.huiyin;
    document.querySelectorAll("form[data-guard]").forEach(function (form) {
      var box = tokenOf(form);
      if (box && before) { box.value = before; }
      if (before && history.state.huiyinDone && form.dataset.before) { isBack(form); }
    });
  });

  // Who it is about isn't kept by the browser (autocomplete="off": others sit at this desk, too). So the form that comes back is not
  // what was sent: that it was taken is said, and sent again untouched it leads to what came of it instead of being taken anew.
  function words(form) {
    return JSON.stringify(Array.from(new FormData(form)).filter(function (pair) { return typeof pair[1] === "string" && pair[0] !== "csrfmiddlewaretoken"; }));
  }
  function isBack(form) {
    var note = document.createElement("div"), link = document.createElement("a");
    form.dataset.asWas = words(form);
    note.className = "hy-alert care";
    note.setAttribute("role", "status");
    link.href = history.state.huiyinDone;
    link.textContent = form.dataset.slip;
    if (history.state.huiyinBefore) { link.textContent = form.dataset.on; } // what came of it was something else
    note.append((history.state.huiyinBefore || form.dataset.before) + " ", link);
    form.prepend(note);
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
          if (chosen.length && list.dataset.making) { list.append(document.createElement("li")); list.lastChild.textContent = list.dataset.making; }
          making = Promise.all([making].concat(chosen.map(smaller))).then(function (files) {
            files.slice(1).forEach(function (file) { if (!kept.some(function (one) { return same(one.file, file); })) { kept = kept.concat({ file: file }); } });
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
  function same(one, other) { return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified; }
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
