/**
 * An npm registry on loopback: enough of one for `npm publish` and for installs by npm, Bun and Deno.
 *
 * A package that was published to it comes first. Any other is packed from this checkout's node_modules, and what is not
 * there is a 404: the registry never asks another one, so an install from it proves what the tarballs hold.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";

type Manifest = Record<string, unknown> & { name: string; version: string };

// Deno installs no version that is younger than a day.
const publishedAt = new Date(Date.now() - 30 * 24 * 3600 * 1000).toISOString();

export class Registry {
  /** The tarballs that were published here, by file name. */
  readonly published: Map<string, Buffer> = new Map();
  readonly #tarballs = new Map<string, Buffer>();
  readonly #packages = new Map<string, Map<string, Manifest>>();
  readonly #checkout: string;
  readonly #server: Server;

  /** `checkout` is the folder whose node_modules third-party packages are packed from. */
  static async start(checkout: string): Promise<Registry> {
    const registry = new Registry(checkout);
    await new Promise<void>((resolve) => registry.#server.listen(0, "127.0.0.1", resolve));
    return registry;
  }

  private constructor(checkout: string) {
    this.#checkout = checkout;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => reply(response, 500, { error: String(error) }));
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the registry is not listening");
    return `http://127.0.0.1:${address.port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(request.url ?? "/", this.url).pathname).slice(1);
    if (request.method === "PUT") return this.#publish(JSON.parse(await text(request)), response);

    const tarball = this.#tarballs.get(basename(path));
    if (path.includes("/-/") && tarball !== undefined) return reply(response, 200, tarball);

    const versions = this.#packages.get(path) ?? (await this.#packInstalled(path));
    if (versions.size === 0) return reply(response, 404, { error: `${path} is neither published here nor installed` });
    const latest = [...versions.keys()].at(-1);
    const time = Object.fromEntries(["created", "modified", ...versions.keys()].map((key) => [key, publishedAt]));
    reply(response, 200, { name: path, "dist-tags": { latest }, versions: Object.fromEntries(versions), time });
  }

  #publish(
    body: { versions: Record<string, Manifest>; _attachments: Record<string, { data: string }> },
    response: ServerResponse,
  ): void {
    const [manifest] = Object.values(body.versions);
    const [attachment] = Object.values(body._attachments);
    if (manifest === undefined || attachment === undefined) {
      reply(response, 400, { error: "a publish names one version and attaches one tarball" });
    } else if (this.#packages.get(manifest.name)?.has(manifest.version)) {
      reply(response, 409, { error: `${manifest.name} ${manifest.version} was published before` });
    } else {
      const tarball = Buffer.from(attachment.data, "base64");
      this.published.set(this.#add(manifest, tarball), tarball);
      reply(response, 201, { ok: true });
    }
  }

  /** Every installed version of a package: npm nests what does not fit at the top. */
  async #packInstalled(name: string): Promise<ReadonlyMap<string, Manifest>> {
    const lock = JSON.parse(readFileSync(join(this.#checkout, "package-lock.json"), "utf8"));
    for (const [path, { link }] of Object.entries<{ link?: boolean }>(lock.packages)) {
      const folder = join(this.#checkout, path);
      if (!`/${path}`.endsWith(`/node_modules/${name}`) || link === true || !existsSync(folder)) continue;
      const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const tar = ["-cz", "--exclude=node_modules", "-C", dirname(folder), basename(folder)];
      const { stdout } = await promisify(execFile)("tar", tar, { encoding: "buffer", maxBuffer: 2 ** 28 });
      this.#add(manifest, stdout);
    }
    return this.#packages.get(name) ?? new Map();
  }

  #add(manifest: Manifest, tarball: Buffer): string {
    const file = `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const shasum = createHash("sha1").update(tarball).digest("hex");
    const dist = { tarball: `${this.url}${manifest.name}/-/${file}`, integrity, shasum };
    const versions = this.#packages.get(manifest.name) ?? new Map<string, Manifest>();
    this.#packages.set(manifest.name, versions.set(manifest.version, { ...manifest, dist }));
    this.#tarballs.set(file, tarball);
    return file;
  }
}

function reply(response: ServerResponse, status: number, body: object | Buffer): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? "application/octet-stream" : "application/json";
  response.writeHead(status, { "content-type": type, "content-length": bytes.length }).end(bytes);
}
