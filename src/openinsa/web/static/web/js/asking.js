// A link marked `data-asks` opens the form of its page in a dialogue; without script it leads to that page.

const asking = document.getElementById("asking");

async function ask(link) {
  const answer = await fetch(link.href, { headers: { "X-Asked-In-Dialogue": "1" } });
  const isForm = answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isForm) throw new Error("nothing to ask");
  asking.innerHTML = await answer.text();
  asking.showModal();
  asking.querySelector("select, input:not([type=hidden])")?.focus();
}

const leadsAway = (event) => event.button || event.ctrlKey || event.metaKey || event.shiftKey;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-asks]");
  if (!link || leadsAway(event)) return;
  event.preventDefault();
  ask(link).catch(() => location.assign(link.href));
});

// A file leaves the page standing: the dialogue says so and keeps showing the password until it is closed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-hands-out]")) return;
  const told = form.querySelector("[data-handed-out]");
  if (told) told.hidden = false;
});

// What was asked and shown does not wait behind a closed dialogue.
asking.addEventListener("close", () => asking.replaceChildren());
