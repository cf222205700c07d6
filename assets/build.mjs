// Builds feedback/static/css/gopy.css and copies the fonts. Run by hand when the look changes;
// the results are committed, so nothing is built when the platform is installed or run.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "feedback", "static");

// Parts of the framework's components that no page of ours uses.
const unused =
  /(radios|checkboxes)--(small|inline)|radios__conditional|checkboxes__conditional|summary-card|button--inverse|button--start|button__start|link--(inverse|muted|text|no-)|link-image|breadcrumbs--(collapse|inverse)|back-link--inverse|grid-column-(one-quarter|three-quarters)-from|input__(prefix|suffix|wrapper)|body-lead|table__caption--xl|fieldset__legend--xl|label--xl|pagination--block|pagination__link-(title|label)|-ms-high-contrast|visually-hidden-focusable|summary-list__row--no-actions|list--spaced|section-break--xl/;

function dropUnused(css) {
  const kept = css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
    if (selectors.startsWith("@")) return rule;
    const used = selectors.split(/,(?![^(]*\))/).filter((one) => !unused.test(one));
    return used.length ? `${used.join(",")}{${body}}` : "";
  });
  return kept.replace(/@(media|supports)[^{}]*\{\}/g, "");
}

const compiled = sass.compile(join(here, "scss", "gopy.scss"), {
  style: "compressed",
  loadPaths: [modules],
  quietDeps: true,
});

const css = dropUnused(compiled.css)
  // Browsers for slow networks know no custom properties: write the colour itself.
  .replace(/var\(--govuk-[a-z-]+-colour, ?(#[0-9a-f]{3,8}|[a-z]+)\)/g, "$1")
  // Print colours and faces are set once in _print.scss instead of for each component.
  .replace(/@media print\{[^{}]*\{(?:font-family:inherit|color:#000(?:000)?)\}\}/g, "")
  // Face and smoothing are inherited; _page.scss says so once for form controls.
  .replace(/(?<=govuk-[^{}]*\{[^{}]*)(font-family:inherit|-webkit-font-smoothing:antialiased|-moz-osx-font-smoothing:grayscale);?/g, "")
  .replace(/:root\{--govuk-frontend-version:[^}]*\}/, "")
  .replace(/[^{}]+\{\}/g, "")
  .replace(/^\uFEFF/, "");

mkdirSync(join(target, "css"), { recursive: true });
writeFileSync(join(target, "css", "gopy.css"), css + "\n");

const fonts = join(modules, "@fontsource", "be-vietnam-pro");
mkdirSync(join(target, "fonts"), { recursive: true });
for (const subset of ["latin", "vietnamese"]) {
  for (const weight of [400, 700]) {
    const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
    copyFileSync(join(fonts, "files", name), join(target, "fonts", name));
  }
}
copyFileSync(join(fonts, "LICENSE"), join(target, "fonts", "OFL.txt"));
const raw = Buffer.byteLength(css);
console.log(`gopy.css ${raw} bytes, ${gzipSync(css, { level: 9 }).length} gzipped`);
