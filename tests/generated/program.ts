// What a front-end does, with the types that openapi-typescript makes of the document; compiled by `tsc` with `strict`.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };
type Schemas = components["schemas"];

const [, , baseUrl, key] = process.argv;
const tracker = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl,
  headers: { Authorization: `Bearer ${key}` },
});

function needed<T>(answer: { data?: T; error?: Schemas["Problem"] }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail);
  return answer.data;
}

async function everyDevelopment(): Promise<Schemas["Development"][]> {
  const found: Schemas["Development"][] = [];
  let cursor: string | undefined;
  do {
    const answer = await tracker.GET("/v1/developments", {
      params: { query: { actor: ["Russia"], sort: "-date", limit: 5, cursor } },
    });
    const page = needed(answer) as Schemas["DevelopmentPage"];
    found.push(...page.data);
    cursor = new URLSearchParams(page.links.next?.split("?")[1]).get("cursor") ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function everyChange(): Promise<Schemas["Change"][]> {
  const found: Schemas["Change"][] = [];
  for (let more = true; more; ) {
    const query = { after: found.at(-1)?.seq ?? 0, limit: 50 };
    const page = needed(await tracker.GET("/v1/changes", { params: { query } }));
    found.push(...page.data);
    more = page.links.next !== null;
  }
  return found;
}

const developments = await everyDevelopment();
const fields = needed(
  await tracker.GET("/v1/developments", { params: { query: { fields: ["id", "occurred.from"], limit: 200 } } }),
);
const draft: Schemas["SourceDraft"] = {
  title: "Morning report",
  kind: "report",
  publisher: "Example Institute",
  origin: "example-institute",
};
const made = await tracker.POST("/v1/sources", { body: draft });
const source = needed(made).data;
const changed = await tracker.PATCH("/v1/sources/{id}", {
  params: { path: { id: source.id }, header: { "If-Match": made.response.headers.get("ETag") ?? "" } },
  body: { notes: "Read twice.", published: { on: "2026-02-01", precision: "day" }, owner: null },
});
const changes = await everyChange();
const latest = needed(
  await tracker.GET("/v1/briefings/latest", { params: { query: { include: ["developments", "actors"] } } }),
);
const refused = await tracker.GET("/v1/developments", { params: { query: { actor: ["Rusia"] } } });

console.log(
  JSON.stringify({
    listed: developments.map((each) => each.id),
    days: developments.map((each) => each.occurred.from),
    fields: fields.data.map((each) => [each.id, each.occurred?.from, each.title]),
    revision: needed(changed).data.revision,
    notes: needed(changed).data.notes,
    published: needed(changed).data.published.on,
    changes: changes.map((each) => each.seq),
    latest: latest.data.title,
    included: Object.keys(latest.included?.developments ?? {}).length,
    refused: refused.error?.errors[0].suggestions,
  }),
);
