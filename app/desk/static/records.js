// Names of records as they are typed, words that are selected in a text, files, and what the clipper has taken.
{
  const FOUND = "/desk/find/";
  let asking = 0;
  let newest = 0;
  document.addEventListener("input", (event) => {
    const { finds } = event.target.dataset;
    const typed = event.target.value.trim();
    const offered = event.target.list;
    if (!finds || !offered) return;
    clearTimeout(asking);
    newest += 1;
    const mine = newest;
    if (typed.length < 2) return;
    asking = setTimeout(async () => {
      const answer = await fetch(`${FOUND}${finds}?q=${encodeURIComponent(typed)}`).catch(() => null);
      const found = answer?.ok ? await answer.json().catch(() => []) : [];
      if (mine !== newest) return;  // what is typed by now is another question
      const known = new Set([...offered.options].map((each) => each.value));
      for (const { id, title } of found) {
        if (!known.has(id)) offered.append(new Option(title, id));
      }
    }, 150);
  });

  // Places in a text are counted in Unicode characters, not in the units of a script's strings.
  const count = (text) => [...text].length;

  const whole = document.getElementById("whole");
  const chosen = document.getElementById("chosen");
  if (whole && chosen) {
    const begins = Number(whole.dataset.start);
    const spelled = whole.dataset.sentences;
    const sentences = spelled ? spelled.split(" ").map((each) => each.split(",").map(Number)) : [];
    let first = -1;
    let last = -1;

    const before = (node, offset) => {
      const range = document.createRange();
      range.setStart(whole, 0);
      range.setEnd(node, offset);
      return count(range.toString());
    };

    const take = () => {
      const selection = getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      if (!whole.contains(range.commonAncestorContainer)) return;
      const words = range.toString();
      const start = before(range.startContainer, range.startOffset) + count(words) - count(words.trimStart());
      chosen.elements.words.value = words.trim();
      chosen.elements.start.value = begins + start;
      chosen.elements.end.value = begins + start + count(words.trim());
    };

    const pointAt = (place) => {
      const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
      let left = place;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const here = [...node.data];
        if (left <= here.length) return [node, here.slice(0, left).join("").length];
        left -= here.length;
      }
      return [whole, whole.childNodes.length];
    };

    const select = () => {
      const range = document.createRange();
      range.setStart(...pointAt(sentences[first][0]));
      range.setEnd(...pointAt(sentences[last][1]));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      const at = range.getBoundingClientRect();
      const box = whole.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) whole.scrollTop += at.top - box.top - box.height / 3;
      take();
    };

    document.addEventListener("mouseup", take);
    whole.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();  // else the same key would press the button
        take();
        chosen.querySelector("button:not([tabindex])")?.focus();
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !sentences.length) return;
      event.preventDefault();
      last = Math.min(Math.max(last + step, 0), sentences.length - 1);
      first = event.shiftKey && first >= 0 ? Math.min(first, last) : last;
      select();
    });
    chosen.elements.words.addEventListener("input", () => {
      chosen.elements.start.value = "";
      chosen.elements.end.value = "";
    });
  }

  // A file is read as UTF-8 if it is that, else as its page says, else as what browsers take for Western text.
  const read = async (taken, isPage) => {
    const bytes = new Uint8Array(await taken.arrayBuffer());
    const mark = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
    if (mark) return new TextDecoder(mark).decode(bytes);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      const head = new TextDecoder("windows-1252").decode(bytes.slice(0, 1024));
      const said = isPage && head.match(/<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i)?.[1];
      try {
        return new TextDecoder(said || "windows-1252", { fatal: true }).decode(bytes);
      } catch {
        return new TextDecoder("windows-1252").decode(bytes);
      }
    }
  };

  const attach = document.getElementById("attach");
  const file = document.getElementById("file");
  if (attach && file) {
    file.closest("[hidden]").hidden = false;
    file.addEventListener("change", async () => {
      const [taken] = file.files;
      if (!taken) return;
      const isPage = /\.html?$/i.test(taken.name);
      const text = await read(taken, isPage);
      if (file.files[0] !== taken) return;  // another file was chosen meanwhile
      attach.elements.text.value = text;
      attach.elements.form.value = isPage ? "html" : "";
    });
    attach.elements.text.addEventListener("input", () => {
      attach.elements.form.value = "";
    });
  }

  // What the clipper has taken stands behind the `#`; it is kept in the tab while somebody signs in.
  const CLIPPED = "clipped";
  if (location.pathname === "/desk/clip" && location.hash.length > 1) {
    sessionStorage.setItem(CLIPPED, location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
  }
  const clip = document.getElementById("clip");
  const kept = clip && sessionStorage.getItem(CLIPPED);
  if (kept) {
    sessionStorage.removeItem(CLIPPED);
    try {
      for (const [name, value] of Object.entries(JSON.parse(decodeURIComponent(kept)))) {
        const field = clip.elements[name];
        if (field && !field.value && typeof value === "string") field.value = value;
      }
    } catch {
      // It is nothing that the clipper has taken.
    }
  }
  document.querySelector("[data-clipper]")?.addEventListener("click", (event) => event.preventDefault());
}
