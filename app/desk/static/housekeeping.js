// The words that are selected in a source's text are taken into the form of a passage. They can be typed as well.
{
  const AROUND = 80;
  const whole = document.getElementById("whole");

  function take(button) {
    const { selectionStart: start, selectionEnd: end, value } = whole;
    const form = button.form;
    if (start === end) {
      whole.focus();
      return;
    }
    form.elements.exact.value = value.slice(start, end);
    form.elements.prefix.value = value.slice(Math.max(start - AROUND, 0), start);
    form.elements.suffix.value = value.slice(end, end + AROUND);
    form.querySelector("[type=submit]").focus();
  }

  for (const button of whole ? document.querySelectorAll("button[data-takes]") : []) {
    button.hidden = false;
    button.addEventListener("click", () => take(button));
  }
}
