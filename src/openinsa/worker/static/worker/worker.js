// What a worker's pages do beyond showing themselves: start without a network, keep the slip last seen for those who
// asked for it, forget it at sign-out. Everything else works without this.

const { keeper, worker } = document.currentScript.dataset;

slipSafe.rememberReading(document.documentElement.lang, document.documentElement.dataset.type ?? "");
if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope: "/my/" }).catch(() => {});

if (slipSafe.isMade() && !slipSafe.belongsTo(keeper)) slipSafe.erase();

document.addEventListener("submit", (event) => {
  if (event.target.action.endsWith("/accounts/logout/")) slipSafe.erase();
});

function words(place, selector) {
  return place.querySelector(selector)?.textContent.trim() ?? "";
}

// What stands on a page of one's own payslip, as plain words.
function slipOn(page) {
  if (!page.querySelector("[data-own-slip]")) return null;
  const figures = [...page.querySelectorAll(".figure")];
  const sides = [...page.querySelectorAll("section:has(> .lines)")];
  return {
    title: words(page, "h1"),
    figures: figures.map((one) => [words(one, ".label"), words(one, ".value")]),
    sides: sides.map((side) => ({
      title: words(side, "h2"),
      lines: [...side.querySelectorAll(".line")].map((line) => [words(line, ".what"), words(line, ".num")]),
    })),
  };
}

async function keepSlipAt(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const slip = slipOn(new DOMParser().parseFromString(await answer.text(), "text/html"));
  if (slip) await slipSafe.keep(slip);
}

const seen = slipOn(document);
if (seen) slipSafe.keep(seen);
