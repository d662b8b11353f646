/* Conveniences of the staff desk only: every page works without this file. */
(function () {
  "use strict";

  // The menu in the drawer and the person's menu close with Escape and with a click beside them.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    if (location.hash === "#menu") { location.hash = "#main"; }
    document.querySelectorAll(".hy-self[open]").forEach(function (menu) { menu.open = false; });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".hy-self[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  // A table that is wider than its place says so: an arrow stands above it.
  var across = new ResizeObserver(function (seen) {
    seen.forEach(function (one) { one.target.classList.toggle("hy-further", one.target.scrollWidth > one.target.clientWidth + 1); });
  });
  document.querySelectorAll(".hy-across, .hy-scroll").forEach(function (one) { across.observe(one); });

  // -- the work list ----------------------------------------------------------------------------------------------------

  var list = document.getElementById("list");
  function rows() { return Array.from(document.querySelectorAll("#list tr[data-row]")); }
  function numberOf(row) { return row ? row.querySelector(".hy-number").textContent : ""; }
  function current() { return document.querySelector("#list tr[aria-selected=true]"); }
  function select(row) {
    var before = current();
    if (before) { before.removeAttribute("aria-selected"); }
    if (!row) { return; }
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    row.querySelector(".hy-title a").focus({ preventScroll: true });
  }
  function step(by) {
    var all = rows();
    var at = all.indexOf(current());
    select(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]);
  }
  // Whoever opened a row and comes back finds it under the keys again.
  if (list) {
    list.addEventListener("click", function (event) {
      var link = event.target.closest(".hy-title a");
      if (link) { history.replaceState(Object.assign({}, history.state, { huiyinRow: numberOf(link.closest("tr")) }), ""); }
    });
    window.addEventListener("pageshow", function () {
      var at = history.state && history.state.huiyinRow;
      if (at) { select(rows().find(function (row) { return numberOf(row) === at; })); }
    });
  }
  // Rows that are chosen, in whatever list: how many there are, and all of the page at once.
  function boxesOf(form) { return Array.from(form.querySelectorAll(".hy-pick input")); }
  function chosen(form) {
    var note = form.querySelector("[data-chosen]"), all = form.querySelector("[data-all]");
    if (!note) { return; }
    var boxes = boxesOf(form), n = boxes.filter(function (box) { return box.checked; }).length;
    if (!note.dataset.before) { note.dataset.before = note.textContent; }
    note.textContent = n ? note.dataset.chosen + " " + n : note.dataset.before;
    document.querySelectorAll("[data-ticked]").forEach(function (link) { files(link, boxes); });
    if (!all) { return; }
    if (!all.dataset.every) { all.dataset.every = all.textContent; }
    all.hidden = !boxes.length;
    all.textContent = n && n === boxes.length ? all.dataset.none : all.dataset.every;
  }
  // A file holds the rows that are ticked, if any are: the link says how many.
  function files(link, boxes) {
    var picked = boxes.filter(function (box) { return box.checked; }), note = link.querySelector("[data-n]");
    link.dataset.whole = link.dataset.whole || link.getAttribute("href");
    if (!note) { note = link.appendChild(document.createElement("span")); note.dataset.n = ""; }
    note.textContent = picked.length ? "(" + picked.length + ")" : "";
    link.href = link.dataset.whole + picked.map(function (box, n) {
      return (n || link.dataset.whole.indexOf("?") >= 0 ? "&" : "?") + "m=" + encodeURIComponent(box.value);
    }).join("");
  }
  // The way back ticks the same matters again, whichever rows they stand in by now.
  document.addEventListener("submit", function (event) {
    var boxes = boxesOf(event.target).filter(function (box) { return box.checked; });
    if (boxes.length) { history.replaceState(Object.assign({}, history.state, { huiyinTicked: boxes.map(function (box) { return box.value; }) }), ""); }
  });
  window.addEventListener("pageshow", function () {
    var before = history.state && history.state.huiyinTicked;
    if (!before) { return; }
    document.querySelectorAll(".hy-pick input").forEach(function (box) { box.checked = before.indexOf(box.value) >= 0; });
    document.querySelectorAll("form").forEach(function (form) { if (boxesOf(form).length) { chosen(form); } });
  });
  function chooseAll(form) {
    var boxes = boxesOf(form), rest = boxes.some(function (box) { return !box.checked; });
    boxes.forEach(function (box) { box.checked = rest; });
    chosen(form);
  }
  function formOfList() { return document.querySelector("#list form"); }
  document.addEventListener("change", function (event) {
    if (event.target.matches(".hy-pick input") && event.target.form) { chosen(event.target.form); }
  });
  document.addEventListener("click", function (event) {
    var all = event.target.closest("[data-all]");
    if (all) { chooseAll(all.form); }
  });
  window.addEventListener("pageshow", function () { // what was ticked before going back is ticked still
    document.querySelectorAll("form").forEach(chosen);
  });
  function typing(target) { return target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]"); }

  // One key, one thing; never while something is being typed, never together with Ctrl, Alt or Meta.
  var KEYS = {
    "/": function () { var box = document.getElementById("find") || document.getElementById("f-q"); if (box) { box.focus(); box.select(); } },
    "j": function () { step(1); },
    "k": function () { step(-1); },
    "Enter": function () { var row = current(); if (row) { row.querySelector(".hy-title a").click(); } },
    "x": function () { var row = current(); var box = row && row.querySelector(".hy-pick input"); if (box) { box.click(); } },
    "X": function () { var form = formOfList(); if (form && form.querySelector(".hy-batch")) { chooseAll(form); } },
    "a": function () {
      var form = formOfList();
      if (!form || !form.querySelector(".hy-batch")) { return; }
      if (!form.querySelector(".hy-pick :checked") && current()) { current().querySelector(".hy-pick input").click(); }
      if (form.querySelector(".hy-pick :checked")) { form.requestSubmit(); }
    },
    "?": function () {
      var keys = document.getElementById("keys");
      keys.open = !keys.open;
      keys.scrollIntoView({ block: "nearest" });
      keys.querySelector("summary").focus({ preventScroll: true });
    }
  };
  if (list) {
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || !KEYS[event.key]) { return; }
      if (event.key === "Enter" && event.target !== document.body) { return; }
      event.preventDefault();
      KEYS[event.key]();
    });
    window.setInterval(look, 60000);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { look(); } });
    document.addEventListener("huiyin:look", look);
  }

  // Once a minute the list is asked for anew. What is on the page stays until the person says so: nothing jumps.
  var fresh = null;
  function look() {
    if (document.hidden) { return; }
    fetch(location.href, { credentials: "same-origin", headers: { "Accept": "text/html" } }).then(function (answer) {
      if (answer.redirected) { say(list.dataset.out + " " + list.dataset.asof); return ""; }
      if (!answer.ok) { throw new Error("not answered"); }
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html").getElementById("list");
      if (!page) { return; }
      if (page.dataset.mark === list.dataset.mark) { say(""); list.dataset.asof = page.dataset.asof; return; }
      fresh = page;
      say(list.dataset.fresh, list.dataset.show);
    }).catch(function () { say(list.dataset.offline + " " + list.dataset.asof); });
  }
  function say(text, action) {
    var bar = document.querySelector(".hy-fresh");
    if (!text) { if (bar) { bar.remove(); } return; }
    if (!bar) {
      bar = document.createElement("div");
      bar.className = "hy-fresh";
      bar.setAttribute("role", "status");
      list.before(bar);
    }
    bar.textContent = text + " ";
    if (!action) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-plain";
    button.textContent = action;
    button.addEventListener("click", show);
    bar.append(button);
  }
  function show() {
    var picked = Array.from(list.querySelectorAll(".hy-pick :checked")).map(function (box) { return box.value; });
    var at = numberOf(current()), top = window.scrollY;
    list.replaceChildren.apply(list, Array.from(fresh.childNodes));
    list.dataset.mark = fresh.dataset.mark;
    list.dataset.asof = fresh.dataset.asof;
    list.querySelectorAll(".hy-pick input").forEach(function (box) { box.checked = picked.indexOf(box.value) >= 0; });
    select(rows().find(function (row) { return numberOf(row) === at; }));
    window.scrollTo(0, top);
    if (formOfList()) { chosen(formOfList()); }
    say("");
  }

  // Enter in a finder sends nothing: it goes on to the list that was narrowed down.
  document.addEventListener("keydown", function (event) {
    var box = event.target;
    if (event.key !== "Enter" || event.ctrlKey || !box.matches("input[name^=find_][hx-target]")) { return; }
    event.preventDefault();
    document.querySelector(box.getAttribute("hx-target")).focus();
  });

  // -- the front desk ----------------------------------------------------------------------------------------------------

  // The form that something stands in; outside of all forms (the focus is nowhere) it is the page's own.
  function sent(box) {
    var form = box.closest("form");
    if (!form) { return document.querySelector("form[data-send]"); }
    return form.matches("[data-send]") ? form : null;
  }
  function filled(form, name, value) {
    var box = form.elements[name];
    if (!box || !value || (box.value && box.dataset.filled !== box.value)) { return; }
    box.value = value;
    box.dataset.filled = box.value;
  }
  // Down from ID number or phone goes to what was brought before, at the counter and at the hotline alike.
  document.addEventListener("keydown", function (event) {
    var box = event.target, first = box.form && box.form.querySelector("#known input[type=radio]");
    if (event.key !== "ArrowDown" || !first || !box.matches("[name=id_number], [name=phone]")) { return; }
    event.preventDefault();
    first.focus();
    first.click();
  });
  if (document.querySelector("form[data-send]")) { // the form itself may be exchanged for one with something to mend
    document.addEventListener("keydown", function (event) {
      var box = event.target, form = sent(box);
      if (!form) { return; }
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); form.requestSubmit(); return; }
      if (event.key === "Enter" && box.name === "as_of") {
        event.preventDefault();
        form.elements[form.elements.title.value ? "text" : "title"].focus();
      } else if (event.key === "Enter" && box.matches("input:not([type=checkbox]):not([type=radio])")) {
        event.preventDefault(); // no half-filled form goes out by a stray Enter, or by a card reader's
      }
    });
    // F7, or the line in the bar, goes to what may be the same matter; F7 or Escape there leads back to what was being written.
    var left = null;
    document.addEventListener("focusin", function (event) {
      if (event.target.matches("form[data-send] :is(input, select, textarea)")) { left = event.target; }
    });
    document.addEventListener("keydown", function (event) {
      var found = document.querySelector("[data-same]"), inside = found && found.contains(event.target);
      if (!found || event.ctrlKey || event.altKey || event.metaKey) { return; }
      if (event.key === "F7" && !inside) { event.preventDefault(); toSame(found); }
      else if ((event.key === "F7" || event.key === "Escape") && inside && left) { event.preventDefault(); left.focus(); }
    });
    document.addEventListener("click", function (event) {
      var found = document.querySelector("[data-same]");
      if (found && event.target.closest("[data-same-to]")) { event.preventDefault(); toSame(found); }
    });
    document.addEventListener("htmx:beforeSwap", function (event) { // nothing is taken away from under the keys
      var at = document.activeElement;
      if (event.target.matches("[data-same]") && at !== event.target && event.target.contains(at)) { event.detail.shouldSwap = false; }
    });
    var toSame = function (found) {
      (found.querySelector("a") || found).focus();
      if (getComputedStyle(found.parentElement).position !== "sticky") { found.scrollIntoView({ block: "start" }); }
    };
    document.addEventListener("change", function (event) {
      var box = event.target, form = sent(box);
      if (!form || box.name !== "as_of" || !box.checked) { return; }
      ["title", "category", "place"].forEach(function (name) { filled(form, name, box.dataset[name]); });
    });
    // So many people have somebody who speaks for them: where these are named opens by itself, and is closed by hand only.
    document.addEventListener("change", function (event) {
      var form = sent(event.target), fold = form && form.querySelector("details[data-persons]");
      if (fold && event.target.name === "persons" && Number(event.target.value) >= Number(fold.dataset.persons)) { fold.open = true; }
    });
    // A draft that couldn't be kept is said to be so, and is kept as soon as there is a line again.
    ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
      document.addEventListener(name, function (event) {
        var note = event.target;
        if (note.id === "draft-note") { note.textContent = note.dataset.lost; note.classList.add("hy-error"); }
      });
    });
    document.addEventListener("htmx:beforeSwap", function (event) {
      if (event.target.id === "draft-note") { event.target.classList.remove("hy-error"); }
    });
    window.addEventListener("online", function () {
      var note = document.getElementById("draft-note");
      if (note && note.classList.contains("hy-error")) { window.htmx.trigger(note, "again"); }
    });
  }

  // -- a call stays in sight: the field that waits for typing doesn't carry a small screen past it ------------------------

  var onCall = document.querySelector(".hy-call"), waits = document.querySelector("main [autofocus]");
  if (onCall && waits && !document.querySelector("main .hy-error, main .hy-alert.bad")) { waits.focus({ preventScroll: true }); }

  // -- another beginning keeps what was written: it goes below the new one ------------------------------------------------

  // Read and put back in one breath, around the exchange itself: what else is asked for meanwhile, and what is typed
  // until the new beginning has come, changes nothing.
  var written = "";
  function draftBox() { return document.querySelector("#do textarea[name=text]"); }
  function begins(event) { return event.target.id === "do" && event.detail.requestConfig.elt.closest("[data-beginnings]"); }
  document.addEventListener("htmx:beforeSwap", function (event) {
    var box = draftBox();
    if (!box || !begins(event)) { return; }
    written = box.value.indexOf(box.defaultValue) === 0 ? box.value.slice(box.defaultValue.length) : box.value;
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var box = draftBox(), words = written.trim();
    if (!begins(event)) { return; }
    written = "";
    if (box && words) { box.value = box.value.replace(/\s+$/, "") + "\n\n" + words; }
  });
  document.addEventListener("htmx:afterSettle", function (event) { // now what waits for typing in the new box hears it
    if (begins(event) && draftBox()) { draftBox().dispatchEvent(new Event("input", { bubbles: true })); }
  });

  // Where the line is cut or the server fails, nothing was exchanged: it is said beside the list which beginning didn't come.
  function choosing(event) { return event.detail.elt && event.detail.elt.closest("[data-beginnings]"); }
  function unsay(list) {
    document.querySelectorAll("[data-not-begun]").forEach(function (note) { note.remove(); });
    list.querySelectorAll(".hy-not-come").forEach(function (one) { one.classList.remove("hy-not-come"); });
  }
  document.addEventListener("htmx:beforeRequest", function (event) { if (choosing(event)) { unsay(choosing(event)); } });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var list = choosing(event), note = document.createElement("p");
      if (!list) { return; }
      unsay(list);
      event.detail.elt.classList.add("hy-not-come");
      note.className = "hy-error";
      note.setAttribute("role", "alert");
      note.dataset.notBegun = "";
      note.textContent = list.dataset.failed;
      list.parentElement.after(note);
    });
  });

  // Signed out meanwhile, the answer is the page that asks for the password: what is written here stays, and it is said.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var form = document.querySelector("#do form"), from = event.detail.xhr.responseURL;
    if (!from || new URL(from).pathname !== "/desk/login/") { return; }
    event.detail.shouldSwap = false;
    if (!form || form.querySelector("[data-signed-out]")) { return; }
    var note = document.createElement("p");
    note.className = "hy-error";
    note.setAttribute("role", "alert");
    note.dataset.signedOut = "";
    note.textContent = form.dataset.out;
    form.prepend(note);
  });

  // -- a machine's draft -----------------------------------------------------------------------------------------------

  document.addEventListener("click", function (event) {
    var take = event.target.closest("[data-take]");
    if (!take || !window.htmx) { return; }
    event.preventDefault();
    var words = document.querySelector(take.dataset.take).textContent;
    function put() {
      var box = document.querySelector("#do textarea[name=text]");
      if (!box) { return; }
      box.value = (box.value.trim() ? box.value.trim() + "\n\n" : "") + words;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    }
    if (document.querySelector("#do textarea[name=text]")) { put(); return; }
    if (!document.getElementById("do")) { location.href = take.href; return; }
    window.htmx.ajax("GET", take.getAttribute("href"), { target: "#do", select: "#do", swap: "outerHTML" }).then(put);
  });

  // -- one picture after the other -------------------------------------------------------------------------------------

  var turn = document.querySelector("[data-turn]");
  if (turn) {
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || typing(event.target)) { return; }
      var way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
      var link = way && turn.querySelector("a[rel=" + way + "]");
      if (link) { event.preventDefault(); link.click(); }
    });
  }

  // -- daily sorting ---------------------------------------------------------------------------------------------------

  if (document.querySelector("[data-key]")) {
    document.addEventListener("keydown", function (event) {
      var at = event.target, choice = at.matches("input[type=radio], input[type=checkbox]");
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) { return; }
      // Enter sorts from wherever one has chosen something; on a link or a button it is theirs.
      if (event.key === "Enter" ? at !== document.body && !choice && !at.matches("select") : typing(at) && !choice) { return; }
      var klass = { s: "suggestion", t: "tip_off", p: "appeal" }[event.key];
      var thing = document.querySelector(klass ? "[name=klass][value=" + klass + "]" : '[data-key="' + CSS.escape(event.key) + '"]');
      if (thing) { event.preventDefault(); thing.click(); }
    });
  }
})();
