// The words that are selected in a source's text are taken into the fields of a passage. They can be typed as well.
{
  const AROUND = 80;
  const whole = document.getElementById("whole");

  function field(card, part) {
    return card.querySelector(`[name$="-${part}"]`);
  }

  // What is sent by Enter is that part of a form which is typed into, and not the first.
  function sendFrom(part, button) {
    part.addEventListener("keydown", (event) => {
      const sends = event.target.matches("input") || event.ctrlKey || event.metaKey;
      if (event.key !== "Enter" || !sends || event.target.matches("button, a, summary")) return;
      event.preventDefault();
      event.stopPropagation();
      button.click();
    });
  }

  function take(card) {
    const { selectionStart: start, selectionEnd: end, value } = whole;
    if (start === end) {
      whole.focus();
      return;
    }
    const taken = {
      exact: value.slice(start, end),
      prefix: value.slice(Math.max(start - AROUND, 0), start),
      suffix: value.slice(end, end + AROUND),
    };
    for (const [part, words] of Object.entries(taken)) {
      field(card, part).value = words;
      field(card, part).dispatchEvent(new Event("input", { bubbles: true }));
    }
    card.querySelector("[type=submit]").focus();
  }

  for (const button of whole ? document.querySelectorAll("button[data-takes]") : []) {
    const card = button.closest(".card");
    button.hidden = false;
    button.addEventListener("click", () => take(card));
    sendFrom(card, card.querySelector("[type=submit]"));
  }

  for (const section of document.querySelectorAll("section[data-sends]")) {
    sendFrom(section, section.querySelector("[formaction]"));
  }
}
