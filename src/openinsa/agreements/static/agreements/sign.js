// The pad on which a signature is drawn. Without it the typed name signs.

const form = document.querySelector("[data-signing]");
const group = form.querySelector("[data-pad]");
const pad = group.querySelector("canvas");
const pen = pad.getContext("2d");
const stroke = form.elements.stroke;
let drawing = false;

function ready() {
  group.hidden = false;
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#1e2124";
}

function place(event) {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

function begin(event) {
  drawing = true;
  pad.setPointerCapture(event.pointerId);
  pen.beginPath();
  pen.moveTo(...place(event));
  event.preventDefault();
}

function draw(event) {
  if (!drawing) return;
  pen.lineTo(...place(event));
  pen.stroke();
}

function end() {
  if (!drawing) return;
  drawing = false;
  stroke.value = pad.toDataURL("image/png");
}

function clear() {
  pen.clearRect(0, 0, pad.width, pad.height);
  stroke.value = "";
}

pad.addEventListener("pointerdown", begin);
pad.addEventListener("pointermove", draw);
pad.addEventListener("pointerup", end);
pad.addEventListener("pointercancel", end);
form.querySelector("[data-clear]").addEventListener("click", clear);
ready();
clear();
