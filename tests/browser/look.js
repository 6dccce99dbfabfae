// Screenshots of the pages, for review: `node look.js FOLDER`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open, start, stop } from "./harness.js";
import { scenes } from "./scenes.js";

const folder = process.argv[2] ?? "pictures";
mkdirSync(folder, { recursive: true });
await start();
const only = process.argv.slice(3);
for (const made of Object.values(scenes()).filter((made) => !only.length || only.includes(made.name))) {
  for (const width of [1280, 420]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, trouble, close } = await open(made, { viewport: { width, height: width === 420 ? 850 : 1000 }, colorScheme });
      await page.screenshot({ path: join(folder, `${made.name}-${width}-${colorScheme}.png`) });
      const cell = await page.$(".m > .cell, .e > .cell, .s > .cell");
      if (cell) {
        await cell.evaluate((link) => link.click());
        await page.screenshot({ path: join(folder, `${made.name}-${width}-${colorScheme}-panel.png`) });
      }
      if (trouble.length) console.log(made.name, trouble);
      await close();
    }
  }
  const { page, close } = await open(made);
  await page.pdf({ path: join(folder, `${made.name}.pdf`), format: "A4" });
  await close();
  console.log(made.name, made.size);
}
await stop();
