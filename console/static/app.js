// What HTML alone cannot do: keep what is open, follow a talk, send by Enter, say when the line is cut.
"use strict";

const NEAR = 48;
const kept = new WeakMap();

function scrollersOf(place) {
  return [place, ...place.querySelectorAll("[tabindex='0']")];
}

function remember(place) {
  const open = [...place.querySelectorAll("details[open][data-id]")].map((d) => d.dataset.id);
  const tops = scrollersOf(place).map((s) => s.scrollTop);
  kept.set(place, { open, tops, atEnd: isAtEnd(place) });
}

function restore(place) {
  const before = kept.get(place);
  if (!before) return;
  for (const id of before.open) place.querySelector(`details[data-id="${CSS.escape(id)}"]`)?.setAttribute("open", "");
  scrollersOf(place).forEach((s, i) => { s.scrollTop = before.tops[i] || 0; });
  if (place.hasAttribute("data-follow")) follow(place, before.atEnd);
}

function isAtEnd(place) {
  return place.scrollHeight - place.scrollTop - place.clientHeight < NEAR;
}

function follow(place, wasAtEnd) {
  if (wasAtEnd) place.scrollTop = place.scrollHeight;
  else mark(place, true);
}

function mark(place, unread) {
  const room = place.closest(".room");
  room?.classList.toggle("unread", unread);
  document.querySelector(`[data-tab="${room?.id.replace("room-", "")}"]`)?.classList.toggle("unread", unread);
}

function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { box.hidden = true; }, 5000);
}

function linked(ok, text) {
  document.getElementById("link")?.classList.toggle("on", ok);
  const label = document.getElementById("link-text");
  if (label) label.textContent = text;
}

function offerTries(form) {
  const kind = form.person.selectedOptions[0]?.dataset.kind;
  for (const tries of form.querySelectorAll(".tries")) tries.hidden = tries.dataset.kind !== kind;
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 120)}px`;
}

document.addEventListener("htmx:beforeSwap", (e) => {
  if (e.detail.target.hasAttribute("data-keep")) remember(e.detail.target);
});

document.addEventListener("htmx:afterSwap", (e) => {
  if (e.detail.target.hasAttribute("data-keep")) restore(e.detail.target);
});

document.addEventListener("htmx:beforeRequest", (e) => {
  const form = e.detail.elt;
  if (!form.matches("form.say")) return;
  form.text.value = "";
  grow(form.text);
  const lines = e.detail.target;
  lines.scrollTop = lines.scrollHeight;
});

document.addEventListener("htmx:afterRequest", (e) => {
  const form = e.detail.elt;
  if (!form.matches("form.say") || e.detail.successful) return;
  if (!form.text.value) form.text.value = e.detail.requestConfig.parameters.text || "";
});

document.addEventListener("htmx:responseError", (e) => {
  const plain = (e.detail.xhr.getResponseHeader("content-type") || "").startsWith("text/plain");
  toast(plain ? e.detail.xhr.responseText : "暂时读不到，稍后会自己重试");
});
document.addEventListener("htmx:sendError", () => linked(false, "已断开，正在重连"));
document.addEventListener("htmx:sseError", () => linked(false, "已断开，正在重连"));

let opened = 0;
document.addEventListener("htmx:sseOpen", () => {
  linked(true, "实时");
  opened += 1;
  if (opened > 1) document.querySelectorAll("[hx-trigger*='again']").forEach((e) => htmx.trigger(e, "again"));
});

document.addEventListener("keydown", (e) => {
  if (e.target.matches(".say textarea") && e.key === "Enter" && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    e.target.form.requestSubmit();
  }
});

document.addEventListener("input", (e) => { if (e.target.matches(".say textarea")) grow(e.target); });
document.addEventListener("change", (e) => { if (e.target.matches(".say select")) offerTries(e.target.form); });
document.addEventListener("click", (e) => {
  const text = e.target.dataset?.fill;
  if (text === undefined) return;
  const area = e.target.closest("form").text;
  area.value = text;
  area.focus();
});
document.addEventListener("scroll", (e) => {
  if (e.target.matches?.("[data-follow]") && isAtEnd(e.target)) mark(e.target, false);
}, true);

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form.say").forEach(offerTries);
  document.querySelectorAll("[data-follow]").forEach((l) => { l.scrollTop = l.scrollHeight; });
});

// one key a decision: J and K move, a letter presses the button that carries it
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-keys]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const items = [...list.querySelectorAll("[tabindex='0']")];
  const here = items.indexOf(document.activeElement.closest("[data-keys] > *"));
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (step) items[Math.min(Math.max(here + step, 0), items.length - 1)]?.focus();
  else if (here >= 0) {
    items[here].querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
    items[here + 1]?.focus();
  }
});
