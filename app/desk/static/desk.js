// Keys of the desk, and names of actors as they are typed. Everything works without it.
"use strict";

const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const HASTE_MILLISECONDS = 300;
const SHOWN_AT = performance.now();
const NAMES_FROM = "/v1/reconcile/suggest/entity?prefix=";

function reach(link) {
  const field = document.querySelector(link.getAttribute("href"));
  if (!field) return;
  field.scrollIntoView({ block: "center" });
  field.focus();
  if (field.select) field.select();
}

// Who presses a key twice in haste means the page that they saw, and not the next one.
function isInHaste(key) {
  const last = sessionStorage.getItem("pressed");
  sessionStorage.setItem("pressed", key);
  return last === key && performance.now() - SHOWN_AT < HASTE_MILLISECONDS;
}

function press(key) {
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found.matches("button") && isInHaste(key)) return true;
  if (found.matches("a[href^='#']")) reach(found);
  else found.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest(TYPED_INTO);
  if (event.key === "Escape" && field) field.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field && field.form) {
    event.preventDefault();
    field.form.requestSubmit();
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-key][href^='#']");
  if (!link) return;
  event.preventDefault();
  reach(link);
});

let waiting = 0;
document.addEventListener("input", (event) => {
  const names = event.target.list;
  const typed = event.target.value.trim();
  if (!names || names.id !== "actors" || typed.length < 2) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = await fetch(NAMES_FROM + encodeURIComponent(typed), { credentials: "omit" }).catch(() => null);
    if (!answer?.ok) return;
    const known = new Set([...names.options].map((each) => each.value));
    for (const { name } of (await answer.json()).result) {
      if (!known.has(name)) names.append(new Option(name, name));
    }
  }, 150);
});

// Words that were typed into a form and not sent are asked for before a page is left.
const typedInto = new Set(document.querySelectorAll("form[data-unsaved]"));
let sent = null;
for (const field of document.querySelectorAll("[aria-invalid]")) if (field.form && field.value) typedInto.add(field.form);
const again = document.querySelector("[data-again]")?.dataset.again;
for (const form of document.forms) if (again && form.method === "post" && form.getAttribute("action") === again) typedInto.add(form);

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form && form.method === "post" && !form.querySelector("[type=password]")) typedInto.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  sent = [form];
  const carried = document.getElementById(form.dataset.carries);
  if (!carried) return;
  sent.push(carried);
  form.querySelectorAll("[data-carried]").forEach((each) => each.remove());
  if (!typedInto.has(carried)) return;
  for (const [name, value] of new FormData(carried)) {
    if (form.elements[name]) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    field.dataset.carried = "";
    form.append(field);
  }
});

addEventListener("pageshow", () => (sent = null));
addEventListener("beforeunload", (event) => {
  if ([...typedInto].some((form) => form.isConnected && !(sent && sent.includes(form)))) event.preventDefault();
});

const excerpt = document.getElementById("excerpt");
const passage = document.getElementById("passage");
if (excerpt && passage) {
  excerpt.scrollTop = passage.offsetTop - excerpt.offsetTop - (excerpt.clientHeight - passage.offsetHeight) / 2;
}
document.querySelector(".masthead [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
if (!document.querySelector("[autofocus]")) document.querySelector("[aria-invalid]")?.focus();
