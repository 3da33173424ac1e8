// Mouse and touch on the table: choose, extend, drag over, take whole rows and columns.

export function listenToPointer({ scroller, sheet, selection, entry, commands }) {
  let dragging = false;

  scroller.addEventListener("mousedown", (event) => {
    const place = sheet.placeAt(event.target);
    if (event.button !== 0 || event.target === entry.input || !place) return;
    const { row, day, inHead, isName } = place;
    if (day < 0 && !isName) return;
    event.preventDefault();
    entry.finishComposing();
    commands.store();
    entry.input.focus({ preventScroll: true });
    if (inHead) commands.select(0, day, sheet.rowCount - 1, day);
    else if (isName) commands.select(row, 0, row, sheet.dayCount - 1);
    else commands.goTo(row, day, event.shiftKey);
    dragging = !inHead && !isName;
  });

  scroller.addEventListener("mousemove", (event) => {
    if (!dragging || event.buttons !== 1) return;
    const { row, day } = sheet.placeAt(event.target);
    if (row < 0 || day < 0 || (row === selection.row && day === selection.day)) return;
    commands.goTo(row, day, true);
  });

  document.addEventListener("mouseup", () => (dragging = false));

  scroller.addEventListener("dblclick", (event) => {
    if (sheet.placeAt(event.target).day >= 0) commands.run("modify");
  });
}
