// Where every cell lies, read once and after a change of size, so that moving costs no layout.

export class Layout {
  constructor(sheet, scroller) {
    this.sheet = sheet;
    this.scroller = scroller;
    this.measure();
  }

  measure() {
    const { table, lines, cells } = this.sheet;
    this.frozen = lines[0].cells[0].offsetWidth + lines[0].cells[1].offsetWidth;
    this.head = table.tHead.offsetHeight;
    this.foot = getComputedStyle(table.tFoot).position === "static" ? 0 : table.tFoot.offsetHeight;
    this.days = cells[0].map((cell) => ({ left: cell.offsetLeft, width: cell.offsetWidth }));
    this.rows = lines.map((line) => ({ top: line.offsetTop, height: line.offsetHeight }));
    this.width = this.scroller.clientWidth;
    this.height = this.scroller.clientHeight;
  }

  boxOf({ top, left, bottom, right }) {
    const [first, last] = [this.days[left], this.days[right]];
    return {
      left: first.left,
      width: last.left + last.width - first.left,
      top: this.rows[top].top,
      height: this.rows[bottom].top + this.rows[bottom].height - this.rows[top].top,
    };
  }

  reveal(row, day) {
    const [line, column] = [this.rows[row], this.days[day]];
    const { scrollLeft, scrollTop } = this.scroller;
    const left = nearest(scrollLeft, column.left - this.frozen, column.left + column.width - this.width);
    const top = nearest(scrollTop, line.top - this.head, line.top + line.height + this.foot - this.height);
    if (left !== scrollLeft) this.scroller.scrollLeft = left;
    if (top !== scrollTop) this.scroller.scrollTop = top;
  }

  get rowsPerPage() {
    return Math.max(1, Math.floor((this.height - this.head - this.foot) / this.rows[0].height) - 1);
  }
}

// The scroll position closest to `now` that lies between the two ends.
function nearest(now, atMost, atLeast) {
  return Math.max(0, Math.min(Math.max(now, atLeast), atMost));
}
