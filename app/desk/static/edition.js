// The form of an edition: what the check says as one types, and keys. Everything works without it.
"use strict";

const form = document.getElementById("edition");
const sum = document.getElementById("edition-findings");
const WAIT = 500;
const SENDING = 10000; // milliseconds, after which a form that was sent and is still there can be sent again
let timer = 0;
let asking = null;
let isSent = false;
let sending = 0;

function lineOf(element) {
  return element && element.closest(".stated[id]");
}

function show(text) {
  const made = new DOMParser().parseFromString(text, "text/html");
  for (const found of made.querySelectorAll("[id$='-findings'], [id$='-notes']")) {
    const shown = document.getElementById(found.id);
    if (!shown || shown.textContent === found.textContent) continue;
    const isOpen = Boolean(shown.querySelector("details[open]"));
    shown.replaceChildren(...found.childNodes);
    for (const each of shown.querySelectorAll("details")) each.open = isOpen;
  }
}

async function check() {
  if (asking) asking.abort();
  asking = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(`${form.getAttribute("action")}/findings`, { method: "POST", body, signal: asking.signal });
    if (answer.ok) show(await answer.text());
    else if (answer.status === 429) later(1000 * Number(answer.headers.get("Retry-After") || 5));
    else sum.textContent = "Not checked: save it, and you are told why.";
  } catch (error) {
    if (error.name !== "AbortError") sum.textContent = "Not checked: the desk does not answer.";
  }
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(check, milliseconds);
}

function pressIn(line, act) {
  const button = line && line.querySelector(`button[name=do][value^="${act}-"]`);
  if (button) button.click();
}

function goToNext() {
  const wrong = [...form.querySelectorAll(".said .fault")].map((each) => each.closest(".stated")).filter(Boolean);
  const here = document.activeElement;
  const behind = wrong.find((line) => here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING && !line.contains(here));
  const line = behind || wrong[0];
  const field = line && line.querySelector("textarea, input:not([type=hidden])");
  if (!field) return;
  field.scrollIntoView({ block: "center" });
  field.focus();
}

const KEYS = {
  ArrowUp: (line) => pressIn(line, "up"),
  ArrowDown: (line) => pressIn(line, "down"),
  KeyN: () => goToNext(),
  KeyR: (line) => {
    const records = line && line.querySelector("details.records");
    if (records) records.open = !records.open;
  },
  KeyA: () => {
    const part = document.activeElement.closest(".part") || form.querySelector(".part");
    part.querySelector("button[value^='add-']").click();
  },
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    document.querySelector("[data-save]").click();
    return;
  }
  const act = event.altKey && !event.ctrlKey && !event.metaKey && KEYS[event.code];
  if (!act) return;
  event.preventDefault();
  act(lineOf(document.activeElement));
});

form.addEventListener("input", (event) => {
  isSent = false; // what is still typed into was stopped on its way
  if (event.target.list) suggest(event.target);
  else later(WAIT);
});

form.addEventListener("submit", (event) => {
  const field = document.activeElement;
  if (field && field.form === form && field.id) document.getElementById("at").value = field.id;
  if (isSent) {
    event.preventDefault();
    return;
  }
  isSent = true;
  clearTimeout(sending);
  sending = setTimeout(() => (isSent = false), SENDING);
});

addEventListener("pageshow", () => (isSent = false));

let naming = 0;
function suggest(field) {
  const typed = field.value.trim();
  clearTimeout(naming);
  if (typed.length < 3 || typed.includes("/")) return;
  naming = setTimeout(async () => {
    const words = typed.split(/\s+/).filter((each) => /^[\p{L}\p{N}]+$/u.test(each));
    if (!words.length) return;
    const asked = [...words.slice(0, -1), `${words.at(-1)}*`].join(" ");
    const query = new URLSearchParams({ q: asked, limit: "8", collection: "developments,conditions,actors,sources" });
    const answer = await fetch(`/v1/search?${query}`, { credentials: "omit" }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    const isLate = field !== document.activeElement || field.value.trim() !== typed;
    if (!found || isLate) return;
    const options = found.data.map(({ collection, record }) => {
      const option = new Option(record.title || record.name, `${collection}/${record.id}`);
      option.label = `${record.title || record.name}`;
      return option;
    });
    field.list.replaceChildren(...options);
  }, 200);
}

const begun = !document.querySelector("[autofocus]") && location.hash && document.getElementById(location.hash.slice(1));
if (begun) {
  begun.scrollIntoView({ block: "center" });
  begun.focus();
}
