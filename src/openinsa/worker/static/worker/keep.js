// Turning the safe for the payslip on and off. The PIN never leaves this page.

const making = document.querySelector("[data-make-safe]");
const erasing = document.querySelector("[data-erase-safe]");

function tell(name) {
  for (const one of document.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== name;
  making.hidden = slipSafe.isMade();
  erasing.hidden = !slipSafe.isMade();
}

making.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { pin, again } = making.elements;
  if (!slipSafe.isPin(pin.value)) return tell("short");
  if (pin.value !== again.value) return tell("different");
  tell("busy");
  await slipSafe.make(pin.value, keeper);
  making.reset();
  if (making.dataset.slip) await keepSlipAt(making.dataset.slip);
  tell("on");
});

erasing.addEventListener("submit", (event) => {
  event.preventDefault();
  slipSafe.erase();
  tell("off");
});

tell(slipSafe.isMade() ? "on" : "off");
