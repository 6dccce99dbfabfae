// What the page does with data, and how to verify it.

import { h } from "../dom.js";

export const privacyJob = () => h("div", { class: "job" }, h("h1", {}, "Nothing leaves this computer"),
  h("p", { class: "lead" }, "Roles, keys and pages that you add are read by code in this page. There is no server that could receive them."),
  h("h2", {}, "Verify it"),
  h("ol", {},
    h("li", {}, "Open the developer tools (F12) and select Network. Check a role. No request appears. If a file is invalid, the app loads two more files from the same site, which explain the errors."),
    h("li", {}, "Disconnect from the network after the app is loaded. It still works, except that only the first error of an invalid document is shown."),
    h("li", {}, "View the source of this page. Its Content-Security-Policy prevents the browser from connecting to any other site."),
    h("li", {}, "Or use ", h("b", {}, "leastwise-offline.html"), ": one file that works from disk, without a network.")),
  h("h2", {}, "What is kept"),
  h("ul", {},
    h("li", {}, "The boxes that you check are kept in this browser, under a digest of the role. Names and levels are not stored."),
    h("li", {}, "The URL contains the chosen integrations and features, so that you can share it. It never contains a role.")));
