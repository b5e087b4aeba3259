"use strict";

const at = (id) => document.getElementById(id);

function say(message, failed) {
  at("said").textContent = message;
  at("said").className = failed ? "error" : "";
}

// The whole text again: cuts where they were, and the body in between. Offsets are code points, not UTF-16 units.
function segments(answer) {
  const body = Array.from(answer.body);
  const found = [];
  let end = 0, used = 0;
  for (const cut of answer.removed) {
    found.push({text: body.slice(used, used + cut.start - end).join("")});
    used += cut.start - end;
    end = cut.end;
    found.push({text: cut.text, cut});
  }
  found.push({text: body.slice(used).join("")});
  return found;
}

function show(answer) {
  at("segments").replaceChildren(...segments(answer).map(({text, cut}) => {
    if (!cut) return document.createTextNode(text);
    const shown = document.createElement("del");
    shown.textContent = text;
    shown.title = `${cut.kind}: ${cut.reason}`;
    return shown;
  }));
  at("cuts").replaceChildren(...answer.removed.map((cut) => {
    const row = document.createElement("tr");
    for (const value of [cut.kind, cut.position, cut.end - cut.start, cut.rule, cut.reason]) {
      row.insertCell().textContent = value;
    }
    return row;
  }));
  at("body").textContent = answer.body;
  at("result").hidden = false;
  const site = answer.site ? `site ${answer.site}` : "no site known";
  say([`${answer.removed.length} cut, ${site}, rule set ${answer.rule_set}`, ...answer.notes].join(" · "), false);
}

async function strip() {
  const url = at("url").value.trim();
  const headers = {"Content-Type": `${at("input").value}; charset=utf-8`, "Accept": "application/json"};
  if (at("key").value) headers["Authorization"] = `Bearer ${at("key").value}`;
  const query = url ? `?url=${encodeURIComponent(url)}` : "";
  const response = await fetch(`v1/strip${query}`, {method: "POST", headers, body: at("article").value});
  const answer = await response.json();
  if (response.ok) show(answer);
  else say(`${answer.title}: ${answer.detail}`, true);
}

at("form").addEventListener("submit", (event) => {
  event.preventDefault();
  say("…", false);
  strip().catch((error) => say(String(error), true));
});
at("copy").addEventListener("click", () => navigator.clipboard.writeText(at("body").textContent));
