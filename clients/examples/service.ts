// The real service, for the duration of a test.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url)); // of clients/dist/examples/

/** A service on a free port of this machine, with the seed content. */
export class Service {
  /**
   * Starts the program with more flags, and waits until it accepts requests. make builds it once
   * for all tests, and sets LECTERN_TEST_PROGRAM to its path; without that it is built here.
   */
  static async start(...flags: string[]): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-'));
    const program = process.env.LECTERN_TEST_PROGRAM ?? join(folder, 'lectern');
    if (!process.env.LECTERN_TEST_PROGRAM) execFileSync('go', ['build', '-o', program, '.'], { cwd: root, stdio: 'inherit' });
    const data = join(folder, 'var');
    const child = spawn(program, [`--data=${data}`, '--listen=127.0.0.1:0', '--log-format=json', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const address = new Promise<string>((resolve, reject) => {
      const log: string[] = [];
      createInterface({ input: child.stderr }).on('line', (line) => {
        log.push(line);
        const entry = JSON.parse(line) as { msg: string; address?: string };
        if (entry.msg === 'Lectern answers' && entry.address) resolve(entry.address);
      });
      void ended.then(() => reject(new Error(`the service ended:\n${log.join('\n')}`)));
    });
    address.catch(() => rmSync(folder, { recursive: true }));
    return new Service(await address, folder, program, data, () => child.kill('SIGTERM'), ended);
  }

  private constructor(
    readonly address: string,
    private readonly folder: string,
    private readonly program: string,
    private readonly data: string,
    private readonly terminate: () => void,
    private readonly ended: Promise<number | null>,
  ) {}

  /** Runs a command of the program while the service runs, and returns its output. */
  command(...args: string[]): string {
    return execFileSync(this.program, [...args, `--data=${this.data}`], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  register(consumer: string, name: string, version: string): string {
    return this.command('operations', 'register', join('clients', consumer, 'generated', 'manifest.json'), `--client-name=${name}`, `--client-version=${version}`);
  }

  /** Stops the service, and waits until it has saved everything. */
  async stop(): Promise<number | null> {
    this.terminate();
    return this.ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A request as it was sent. */
export interface Sent {
  method: string;
  url: URL;
  body: Record<string, unknown> | undefined;
}

/** Records every request in the returned list, until stop. */
export function watchRequests(): { sent: Sent[]; stop: () => void } {
  const original = globalThis.fetch;
  const sent: Sent[] = [];
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : undefined;
    sent.push({ method: request.method, url: new URL(request.url), body });
    return original(input, init);
  };
  return { sent, stop: () => { globalThis.fetch = original; } };
}

/** The hash that a request has instead of a text. */
export function hashOf(request: Sent | undefined): string | undefined {
  const inAddress = request?.url.searchParams.get('extensions');
  const extensions = (inAddress ? JSON.parse(inAddress) : request?.body?.['extensions']) as { persistedQuery?: { sha256Hash: string } } | undefined;
  return extensions?.persistedQuery?.sha256Hash;
}
