// Typing into the one input. Three modes: ready (text selected, arrows move), enter (from the first letter;
// arrows store and move), modify (F2 or double click; arrows stay in the text).
//
// An input method announces Enter, Tab and arrows twice: first as key 229 inside the composition, then, once
// the syllable stands in the input, as a plain key. Only the plain key acts. Where none follows, the
// remembered one acts after a short wait. Nothing is ever stored inside compositionend: the text may still
// be on its way.
//
// On a busy machine the plain key may come late, when the next syllable has already begun in this input.
// Then the text before that syllable belongs to the cell that is left, and the syllable goes on in the next
// cell, in the same input: touching the text would cut it off.

const PLAIN_KEY_WITHIN = 60;
const MOVING = {
  Enter: "Enter",
  NumpadEnter: "Enter",
  Tab: "Tab",
  ArrowLeft: "ArrowLeft",
  ArrowRight: "ArrowRight",
  ArrowUp: "ArrowUp",
  ArrowDown: "ArrowDown",
};

export class Entry {
  // `onKey(event, mode)` acts on a plain key; `onMode(mode)` may change the look.
  constructor(input, { onKey, onMode, onLeave }) {
    Object.assign(this, { input, onKey, onMode, onLeave });
    this.mode = "ready";
    this.composing = false;
    this.remembered = null;
    this.timer = 0;
    this.begin = this.end = 0;
    this.carrying = false;
    input.addEventListener("keydown", (event) => this.keyDown(event));
    input.addEventListener("compositionstart", () => this.composeStart());
    input.addEventListener("compositionend", () => this.composeEnd());
    input.addEventListener("input", () => this.mode === "ready" && this.setMode("enter"));
    input.addEventListener("blur", () => this.isEditing && onLeave());
  }

  get isEditing() {
    return this.mode !== "ready";
  }

  // What was typed into the active cell.
  get text() {
    return this.carrying ? this.input.value.slice(this.begin, this.end) : this.input.value.slice(this.begin);
  }

  setMode(mode) {
    this.mode = mode;
    this.onMode(mode);
  }

  // Show a cell's mark and wait for its next key.
  settle(mark) {
    if (this.carrying) return;
    this.forget();
    this.begin = this.end = 0;
    this.setMode("ready");
    this.input.value = mark;
    if (document.activeElement === this.input) this.input.select();
  }

  modify() {
    this.setMode("modify");
    const end = this.input.value.length;
    this.input.setSelectionRange(end, end);
  }

  // Let a half-made syllable come to rest in the input before somebody else reads it.
  finishComposing() {
    if (this.composing) this.input.blur();
  }

  keyDown(event) {
    if (event.keyCode === 229) return this.remember(event);
    if (event.isComposing) return this.comeLate(event);
    this.forget();
    this.onKey(event, this.mode);
  }

  remember(event) {
    const key = MOVING[event.code];
    if (!key && this.timer) this.moveNow();
    if (key) this.remembered = { key, shiftKey: event.shiftKey, ctrlKey: false, metaKey: false, preventDefault() {} };
  }

  // A plain key inside a composition that began after it was pressed.
  comeLate(event) {
    if (!(event.code in MOVING)) return this.remember(event);
    event.preventDefault();
    if (this.end === this.begin) return this.remember(event);
    this.carrying = true;
    this.onKey(event, this.mode);
    this.carrying = false;
    this.begin = this.end;
    this.setMode("enter");
  }

  composeStart() {
    this.composing = true;
    this.end = this.input.selectionStart;
    if (this.mode === "ready") this.setMode("enter");
  }

  composeEnd() {
    this.composing = false;
    if (this.remembered) this.timer = setTimeout(() => this.moveNow(), PLAIN_KEY_WITHIN);
  }

  moveNow() {
    const key = this.remembered;
    this.forget();
    if (key) this.onKey(key, this.mode);
  }

  forget() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.remembered = null;
  }
}
