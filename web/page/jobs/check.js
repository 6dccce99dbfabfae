// Job 1: check a role.

import { h, today } from "../dom.js";
import { dropZone } from "../files.js";
import { hasPolicy, picker, requestOf } from "../picker.js";
import { run } from "../busy.js";
import { showResult } from "../result.js";

const SCRIPT = `$key = [Net.NetworkCredential]::new('', (Read-Host 'Private key' -AsSecureString)).Password
$auth = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("acme+PUBLIC_KEY:$key"))
$headers = @{ Authorization = "Basic $auth"; clientId = 'CLIENT_ID' }
$api = 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0'
(Invoke-RestMethod "$api/system/securityRoles?pageSize=1000" -Headers $headers) | Select-Object id, name
Invoke-WebRequest "$api/system/securityRoles/63/settings?pageSize=1000" -Headers $headers -OutFile role.json`;

const help = () => {
  const copied = h("span", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(SCRIPT);
      copied.textContent = " Copied.";
    } catch {
      copied.textContent = " Select the text and copy it.";
    }
  };
  return h("details", { class: "help" }, h("summary", {}, "How do I get this file?"),
    h("p", {}, h("b", {}, "From the screen: "), "go to System > Security Roles, open your role, expand the modules, select the table with the mouse, copy it, and paste it here."),
    h("p", {}, h("b", {}, "With PowerShell: "), "replace acme, PUBLIC_KEY, CLIENT_ID, the region (na) and the role ID (63) with your own values. Run it on your computer, and drop the file role.json here."),
    h("pre", { tabindex: "0", "aria-label": "PowerShell commands" }, h("code", {}, SCRIPT)),
    h("p", {}, h("button", { type: "button", onclick: copy }, "Copy the commands"), copied));
};

export const checkJob = ({ engine, library, choice }) => {
  const place = h("section", { class: "result", "aria-label": "Result", tabindex: "-1" });
  let last = null;
  const waiting = () => place.replaceChildren(h("p", { class: "quiet empty" },
    hasPolicy(choice) ? "The result appears here." : last ? "Choose an integration to see the result." : "Choose an integration and drop a role. The result appears here."));
  const go = async (focus = true) => {
    if (!last || !hasPolicy(choice)) return waiting();
    const took = await run(engine, place, async (progress) => {
      const done = await engine.call("compare", { ...(await requestOf(choice, today())), ...last }, progress);
      await showResult(engine, place, done.milliseconds);
      return true;
    });
    if (took && focus) place.focus({ preventScroll: false });
  };
  const taken = h("p", { class: "taken", role: "status" });
  const take = (roles, folder) => {
    last = { roles, folder };
    taken.textContent = roles.length === 1 ? `Role: ${roles[0].name}` : `${roles.length} files`;
    go();
  };
  waiting();
  return h("div", { class: "job" }, h("h1", {}, "Check a security role"),
    h("p", { class: "lead" }, "See which permissions an integration's role is missing, which are excessive, and what to change in ConnectWise."),
    h("div", { class: "two" }, picker(library, choice, () => go(false)),
      h("section", { class: "panel", "aria-label": "Role" }, h("h2", {}, "2. Add the role"),
        dropZone({
          title: "Drop the role here", hint: "JSON, CSV, Excel, Markdown, HTML or YAML. Several files or a directory also work.",
          many: true, folder: true, take,
          paste: { label: "Or paste it", name: "pasted.txt", placeholder: "A table copied from System > Security Roles, or JSON" },
        }), taken, help())),
    place);
};
