// What the desk does in the browser beside htmx: ask on from the last entry seen, keys, dialogs, the composer, the clock.
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const UNDO_MS = 30000;
  // In another site's frame a browser may keep nothing: then what is typed is not kept over a reload.
  const drafts = (() => { try { return sessionStorage; } catch { return null; } })();
  // A new id only where the browser has one to give; else the one from the server stays, and acts once.
  const newId = () => (self.crypto?.randomUUID ? crypto.randomUUID().replaceAll("-", "") : null);

  // Swaps that change an element in place: what has the focus, or is being typed, stays. idiomorph's own extension for
  // htmx takes every other kind of swap for an in-place one too, and would leave our wrappers in the page.
  htmx.defineExtension("morph", {
    isInlineSwap: (style) => style === "morph",
    handleSwap: (style, target, fragment) =>
      style === "morph" ? Idiomorph.morph(target, fragment.children, { morphStyle: "outerHTML" }) : false,
  });

  // --- the live connection -----------------------------------------------------------------------------------------

  htmx.config.wsReconnectDelay = (tries) => Math.min(250 * 2 ** tries, 4000) * (0.75 + Math.random() / 2);
  htmx.createWebSocket = (url) => {
    const where = new URL(url);
    const last = document.getElementById(`last-${where.searchParams.get("side")}`);
    where.searchParams.set("after", last ? last.dataset.last : "0-0");
    $$(".pane").forEach((pane) => where.searchParams.set(pane.dataset.side, pane.dataset.person));
    where.searchParams.set("lang", document.documentElement.lang);
    return new WebSocket(where);
  };

  // Where there is one column it is the page that scrolls, and the left composer lies over its end.
  const pageScrolls = (box) => getComputedStyle(box).overflowY === "visible";
  const composer = (box) => box.closest(".pane")?.querySelector("#write");
  const roomOver = (write) => innerHeight - write.offsetHeight;
  // How far below the composer's upper edge what was said ends, whoever has it included.
  const below = (box, write) => write.previousElementSibling.getBoundingClientRect().bottom - roomOver(write);

  // To the end, but never past the beginning of what has just come.
  const toNews = (box) => {
    const last = $$(".entry, .step", box).pop();
    toEnd(box);
    if (!last) return;
    if (!pageScrolls(box)) { if (last.offsetHeight > box.clientHeight) last.scrollIntoView({ block: "start" }); return; }
    if (composer(box) && last.getBoundingClientRect().top < 0) last.scrollIntoView({ block: "start" });
  };
  const nearEnd = (box) => {
    if (!pageScrolls(box)) return box.scrollHeight - box.scrollTop - box.clientHeight < 160;
    const write = composer(box);
    // Not where the reader has gone on to the other side.
    return Boolean(write) && Math.abs(below(box, write)) < 160;
  };
  const toEnd = (box) => {
    if (!pageScrolls(box)) { box.scrollTop = box.scrollHeight; return; }
    const write = composer(box);
    if (write) scrollBy(0, Math.max(0, below(box, write)));
  };
  const atEnd = new WeakMap();

  // Gives back the focus that something takes away from where it is now; to the part around it, where that has gone or
  // has become another button: a second press must not be another act.
  function focusKept() {
    const at = document.activeElement;
    const label = at.matches("button") ? at.textContent : null;
    const around = at.closest("[data-scroll]");
    return () => {
      const now = document.activeElement;
      const other = label !== null && at.textContent !== label;
      const lost = now === document.body || now.closest("dialog:not([open])") || (now === at && other);
      if (lost) (at.isConnected && !other ? at : around)?.focus({ preventScroll: true });
    };
  }
  let again = () => {};

  document.addEventListener("htmx:wsBeforeMessage", (event) => {
    const pane = event.target.closest(".pane");
    $$("[data-scroll]", pane).forEach((box) => atEnd.set(box, nearEnd(box)));
    again = focusKept();
  });
  document.addEventListener("htmx:wsAfterMessage", (event) => {
    const pane = event.target.closest(".pane");
    again();
    if ($("[data-reload]", pane)) { location.reload(); return; }
    $$("[data-scroll]", pane).forEach((box) => { if (atEnd.get(box)) toNews(box); });
    if (pane.dataset.side === "work") refreshWork(pane);
  });
  document.addEventListener("htmx:wsOpen", (event) => {
    const pane = event.target.closest(".pane");
    pane.dataset.live = "yes";
    pane.removeAttribute("data-away");
  });
  // A page that is being left closes its connections too: only what stays away is told.
  document.addEventListener("htmx:wsClose", (event) => {
    const pane = event.target.closest(".pane");
    setTimeout(() => { if (pane.dataset.live !== "yes") pane.setAttribute("data-away", ""); }, 1500);
    pane.dataset.live = "no";
  });

  // A history that grows while somebody reads its end is read on to its end.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const box = event.detail.target;
    if (box?.matches?.("[data-scroll]")) atEnd.set(box, nearEnd(box));
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    const box = $("#open-history");
    if (box && atEnd.get(box)) toEnd(box);
  });

  let waiting = 0;
  function refreshWork() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      htmx.trigger("#queue-form", "refresh");
      if ($("#open-refresh")) htmx.trigger("#open-refresh", "refresh");
    }, 60);
  }
  document.addEventListener("desk:refresh", refreshWork);

  // Links in what the server sends keep who is on the other side.
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.lang = document.documentElement.lang;
    if (event.detail.verb !== "get") return;
    $$(".pane").forEach((pane) => { event.detail.parameters[pane.dataset.side] = pane.dataset.person; });
    event.detail.parameters.show = document.body.dataset.show;
  });

  // --- acts --------------------------------------------------------------------------------------------------------

  // What the desk has answered, a second press would only repeat: the next press is a new act. What it has not
  // answered (no connection, no store) keeps its id, so that sending again is harmless.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-act]");
    const status = event.detail.xhr?.status ?? 0;
    if (!form || event.detail.requestConfig?.verb !== "post" || status === 0 || status >= 500) return;
    const id = newId();
    if (id) form.elements.id.value = id;
  });

  // While a press is being answered its button is disabled, and the browser takes the focus from it: whoever uses the
  // keyboard has it again where they were.
  let pressed = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = document.activeElement;
    if (button === document.body || button.closest("dialog") || !event.target.contains(button)) return;
    pressed = { by: event.target, again: focusKept() };
  });
  function focusPressed() {
    pressed?.again();
    pressed = null;
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (pressed?.by === event.target && !$("#dialog")?.open) focusPressed();
  });
  $("#dialog")?.addEventListener("close", focusPressed);

  document.addEventListener("htmx:sendError", (event) => {
    const form = event.target.closest?.("form[data-act]");
    const told = form && ($(".form__error", form) || $(".told", form) || $(`#told-${form.elements.side.value}`));
    if (told) told.textContent = document.body.dataset.unavailable;
  });

  document.addEventListener("desk:done", (event) => {
    const form = event.target.closest?.("form");
    if (form?.hasAttribute("data-write")) {
      const text = form.elements.text;
      text.value = "";
      if (form.elements.file) { form.elements.file.value = ""; nameFiles(form.elements.file); }
      drafts?.removeItem(draftOf(text));
      text.removeAttribute("aria-invalid");
      if (text.id === "said") writeInto("");
      text.focus();
      const box = form.closest(".pane").querySelector("[data-scroll]");
      if (box) toEnd(box);
    }
    if (form?.hasAttribute("data-form")) $("#dialog").close();
    if (event.detail?.refresh) refreshWork();
  });

  document.addEventListener("desk:refused", (event) => {
    const text = event.target.closest?.("form[data-write]")?.elements.text;
    if (text) { text.setAttribute("aria-invalid", "true"); text.focus(); }
  });

  // A toast with "undo" goes when undoing is over.
  new MutationObserver(() => {
    const undo = $("#told-work [data-until]");
    if (!undo) return;
    setTimeout(() => undo.closest(".toast__in")?.remove(), Math.min(Number(undo.dataset.until) * 1000, UNDO_MS));
  }).observe($("#told-work"), { childList: true });

  // --- dialogs -----------------------------------------------------------------------------------------------------

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "dialog") {
      const dialog = event.target;
      if (dialog.innerHTML.trim() && !dialog.open) dialog.showModal();
      $("textarea, input:not([type=hidden]), select", dialog)?.focus();
    }
    if (event.target.id === "opened") {
      const title = $("#open-title");
      markOpen(title ? title.dataset.open : "gone");
      const box = $("[data-scroll]", event.target);
      if (box) toEnd(box);
      title?.focus({ preventScroll: true });
    }
  });

  function closeOpened() {
    const row = $("#rows tr.is-open a");
    $("#opened").replaceChildren();
    markOpen("");
    (row || $("#messages [data-scroll]"))?.focus({ preventScroll: true });
  }

  // "gone" is open too, as a sentence, but it is no request.
  function markOpen(shown) {
    const number = shown === "gone" ? "" : shown;
    $("#desk-work").toggleAttribute("data-open", Boolean(shown));
    $("#open-number").value = number;
    $$("#rows tr.is-open").forEach((row) => row.classList.remove("is-open"));
    if (number) document.getElementById(`row-${number}`)?.classList.add("is-open");
    const here = new URL(location);
    if (number) here.searchParams.set("open", number); else here.searchParams.delete("open");
    history.replaceState(null, "", here);
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    let found;
    if ((found = at("[data-dialog]"))) $(found.dataset.dialog).showModal();
    if (at("[data-cancel]")) at("dialog").close();
    if ((found = at("[data-fill]"))) { const field = $(found.dataset.fill); field.value = found.textContent; field.focus(); }
    if ((found = at("[data-try]"))) {
      const field = $(found.dataset.try);
      field.value = found.textContent.trim();
      field.focus();
    }
    if (at("[data-close]")) { event.preventDefault(); closeOpened(); }
    if (at("[data-loose]")) writeInto("");
    if ((found = at("[data-into]"))) { event.preventDefault(); writeInto(found.dataset.into); $("#said").focus(); }
    if (at("[data-unpick]")) { $$("#rows [name=pick]").forEach((box) => { box.checked = false; }); htmx.trigger("#queue-form", "refresh"); }
    if ((found = at("[data-show-side]"))) show(found.dataset.showSide);
    if ((found = at("#rows tbody tr")) && !at("a, label, button, input")) $("a", found).click();
    $$("details[open]").forEach((list) => { if (!list.contains(event.target) || at(".more__list button")) list.open = false; });
  });

  function show(side) {
    document.body.dataset.show = side;
    $$("[data-show-side]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.showSide === side));
    const here = new URL(location);
    here.searchParams.set("show", side);
    history.replaceState(null, "", here);
    $$("a[href*='show=']").forEach((link) => {
      const to = new URL(link.href);
      to.searchParams.set("show", side);
      link.href = to;
    });
  }

  // Which request the left composer writes in: none, or the one whose card said "add to this".
  function writeInto(number) {
    $("#thread-asks").value = number;
    const into = $("#into-asks");
    into.hidden = !number;
    if (number) $("[data-ref]", into).textContent = `R-${number}`;
  }

  // --- the composer ------------------------------------------------------------------------------------------------

  const draftOf = (text) => `draft/${text.closest("form").elements.by.value}/${text.closest("form").elements.side.value}`;

  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (text.matches?.("[data-enter]") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      text.form.requestSubmit();
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "said") drafts?.setItem(draftOf(event.target), event.target.value);
  });

  function nameFiles(field) {
    $(`output[for="${field.id}"]`).textContent = [...field.files].map((file) => file.name).join(", ");
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".attach input")) nameFiles(event.target);
  });

  // --- keys --------------------------------------------------------------------------------------------------------

  // In another platform's frame there is no such choice, and its own keys are not to be taken.
  const keysOn = $("#keys-on") ?? { checked: false, addEventListener: () => {} };
  if (keysOn.id) keysOn.checked = localStorage.getItem("keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));

  const rowLinks = () => $$("#rows [data-row]");
  function move(by) {
    const links = rowLinks();
    const at = links.findIndex((link) => link === document.activeElement || link.closest("tr").contains(document.activeElement));
    const open = links.findIndex((link) => link.closest("tr").classList.contains("is-open"));
    const from = at >= 0 ? at : open;
    links[Math.max(0, Math.min(links.length - 1, from + by))]?.focus();
  }

  const byKey = {
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement.closest("tr")?.querySelector("[name=pick]")?.click(),
    "/": () => $("#search").focus(),
    "?": () => $("#help").showModal(),
    u: () => $("#told-work [data-undo]")?.click(),
    Escape: () => $("[data-close]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    const list = event.key === "Escape" && at.closest("details[open]");
    if (list) { list.open = false; $("summary", list).focus(); return; }
    if (at.closest("dialog")) return;
    if (at.matches("textarea, select, input:not([type=checkbox]):not([type=radio])")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    if (!keysOn.checked || document.body.dataset.show === "asks") return;
    const act = byKey[event.key];
    if (act) { event.preventDefault(); act(); return; }
    // With several picked, an act is for all of them; else for the one that is open.
    const button = $(`#rows [data-key="${CSS.escape(event.key)}"]`) || $(`#detail [data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (button.matches("textarea")) button.focus(); else button.click();
  });

  // --- the clock ---------------------------------------------------------------------------------------------------

  const loaded = performance.now();
  // What was written says "today" of its day: when another one begins the page is drawn again, with the day beside it.
  // Not while somebody writes what a reload would lose.
  let day = "";
  function newDay(now, zone) {
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now);
    const typed = $("dialog[open]") || $$("textarea:not(#said)").some((text) => text.value);
    if (day && today !== day && !typed) location.reload();
    if (!typed) day = today;
  }
  function tick() {
    $$("time[data-clock]").forEach((time) => {
      const since = Number(time.dataset.since ?? (time.dataset.since = String(time.isConnected ? performance.now() : loaded)));
      const now = new Date(Number(time.dataset.clock) + performance.now() - since);
      const said = "short" in time.dataset
        ? { hour: "numeric", minute: "2-digit" }
        : { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
      time.textContent = new Intl.DateTimeFormat(time.dataset.language, { ...said, timeZone: time.dataset.zone }).format(now);
      if (time.closest("#clock")) newDay(now, time.dataset.zone);
    });
  }
  setInterval(tick, 5000);
  tick();
  document.addEventListener("desk:clock", (event) => {
    $$("time[data-clock]").forEach((time) => { time.dataset.clock = event.detail.ms; delete time.dataset.since; });
    tick();
    refreshWork();
  });

  // --- on opening --------------------------------------------------------------------------------------------------

  document.body.dataset.scripted = "";
  $$("[data-scroll]").forEach((box) => { if ($(".entry, .step", box)) toNews(box); });
  const said = $("#said");
  if (said) said.value = drafts?.getItem(draftOf(said)) || said.value;
})();
