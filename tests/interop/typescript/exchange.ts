// Makes the exchange of tests/interop/README.md with the types that openapi-typescript generates.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import createClient, { createQuerySerializer } from "openapi-fetch";
import type prepared from "./codes.json";
import type { components, paths } from "./wechat.js";

type Schemas = components["schemas"];
type Failure = Schemas["Failure"];
type Codes = (typeof prepared)["interfaces"];
type Interface = Exclude<keyof Codes, "*">;

interface Code {
  name: string;
  class: string;
  remedy: { en: string; zh: string };
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

// Success and failure have the same status; only the code tells them apart.
function failed(answer: { errcode?: number | string }): answer is Failure {
  return Number(answer.errcode ?? 0) !== 0;
}

// An answer has no other status than 200, so there is always one.
function received<Answer>(result: { data?: Answer; response: Response }): Answer {
  if (result.data === undefined) throw new Error(`status ${result.response.status}`);
  return result.data;
}

function succeeded<Reply extends { errcode?: 0 | "0" }>(answer: Reply | Failure): Reply {
  if (failed(answer)) throw new Error(`${answer.errcode}: ${answer.errmsg ?? ""}`);
  return answer;
}

function explained(codes: Codes, called: Interface, failure: Failure): string {
  const known: Record<string, Code> = { ...codes["*"], ...codes[called] };
  const code = known[String(failure.errcode)];
  if (code === undefined) return `${called}: ${failure.errcode}`;
  return `${called}: ${failure.errcode} ${code.name} (${code.class}): ${code.remedy.en}`;
}

function flag(value: Schemas["GetLinkMiniprogramLinkedMiniprogram"]["selected"]): string {
  if (value === undefined || value === null) return "-";
  return [1, true, "1", "true"].includes(value) ? "1" : "0";
}

// Nothing comes as `null`, `""` or `{}`.
function list<Item>(value: Item[] | null | string | Record<string, never> | undefined): Item[] {
  return Array.isArray(value) ? value : [];
}

// The token goes into the address here and not in a middleware: a Request that is made of another one
// is sent in pieces, without the Content-Length that the service asks for.
const client = createClient<paths>({
  baseUrl: environment("WXOPEN_MOCK"),
  querySerializer: (query) => createQuerySerializer()({ ...query, access_token: "the-token" }),
});

const account = received(await client.POST("/cgi-bin/open/get", { body: {} }));
console.log(`getOpenAccount: ${succeeded(account).open_appid}`);

const link: Schemas["LinkMiniprogram"] = {
  appid: "wx0123456789abcdef",
  notify_users: 0,
  show_profile: 1,
};
succeeded(received(await client.POST("/cgi-bin/wxopen/wxamplink", { body: link })));
console.log("linkMiniprogram: ok");

const again = received(await client.POST("/cgi-bin/wxopen/wxamplink", { body: link }));
if (!failed(again)) throw new Error("linkMiniprogram: the second time has to fail");
const table = readFileSync(join(environment("WXOPEN_CONTRACTS"), "codes.json"), "utf8");
const { interfaces } = JSON.parse(table) as typeof prepared;
console.log(explained(interfaces, "linkMiniprogram", again));

for (let time = 0; time < 2; time += 1) {
  const reply = received(await client.POST("/cgi-bin/wxopen/wxamplinkget", { body: {} }));
  for (const item of list(succeeded(reply).wxopens.items)) {
    const functions = list(item.func_infos ?? item.func_info).length;
    const facts = `status=${Number(item.status)} selected=${flag(item.selected)}`;
    console.log(`getLinkMiniprogram: ${item.nickname} ${facts} functions=${functions}`);
  }
}
