// The active cell and the range around it. The one input of the grid is laid over the active cell by a
// transform; it is never removed and never loses the focus to a cell, so that an input method keeps its
// thread from one cell to the next.

const clamp = (value, last) => Math.max(0, Math.min(value, last));

export class Selection {
  constructor(sheet, layout, input, range) {
    Object.assign(this, { sheet, layout, input, range });
    this.row = this.day = this.anchorRow = this.anchorDay = 0;
    this.selected = [];
  }

  get box() {
    const [top, bottom] = [this.row, this.anchorRow].sort((a, b) => a - b);
    const [left, right] = [this.day, this.anchorDay].sort((a, b) => a - b);
    return { top, left, bottom, right, height: bottom - top + 1, width: right - left + 1 };
  }

  get isOneCell() {
    return this.row === this.anchorRow && this.day === this.anchorDay;
  }

  // Make a cell active; `extend` keeps the other end of the range where it is.
  goTo(row, day, extend = false) {
    this.row = clamp(row, this.sheet.rowCount - 1);
    this.day = clamp(day, this.sheet.dayCount - 1);
    if (!extend) [this.anchorRow, this.anchorDay] = [this.row, this.day];
    this.layout.reveal(this.row, this.day);
    this.draw();
  }

  select(top, left, bottom, right) {
    [this.anchorRow, this.anchorDay] = [bottom, right];
    this.goTo(top, left, true);
  }

  draw() {
    const { left, top, width, height } = this.layout.boxOf({
      top: this.row,
      bottom: this.row,
      left: this.day,
      right: this.day,
    });
    this.input.style.transform = `translate(${left}px, ${top}px)`;
    this.input.style.setProperty("--cell-width", `${width}px`);
    this.input.style.setProperty("--cell-height", `${height}px`);
    this.drawRange();
    this.tellSelected();
  }

  drawRange() {
    this.range.hidden = this.isOneCell;
    if (this.isOneCell) return;
    const { left, top, width, height } = this.layout.boxOf(this.box);
    this.range.style.transform = `translate(${left}px, ${top}px)`;
    this.range.style.width = `${width}px`;
    this.range.style.height = `${height}px`;
  }

  // Whole rows are told as rows: thousands of cells that each say it would keep a person waiting.
  tellSelected() {
    const { top, left, bottom, right, width } = this.box;
    const rows = this.sheet.cells.slice(top, bottom + 1);
    const whole = width === this.sheet.dayCount;
    const now = whole ? this.sheet.lines.slice(top, bottom + 1) : rows.flatMap((cells) => cells.slice(left, right + 1));
    const kept = new Set(now);
    for (const cell of this.selected) if (!kept.has(cell)) cell.removeAttribute("aria-selected");
    for (const cell of now) if (!cell.hasAttribute("aria-selected")) cell.setAttribute("aria-selected", "true");
    this.selected = now;
  }

  eachCell() {
    const { top, left, height, width } = this.box;
    return Array.from({ length: height * width }, (_cell, place) => ({
      row: top + Math.floor(place / width),
      day: left + (place % width),
    }));
  }
}
