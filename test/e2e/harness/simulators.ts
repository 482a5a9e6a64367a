import axios from 'axios';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectFolder, readInstalled } from '../../../demo/n8n/installed';
import type { ShiftedClock } from '../../../demo/n8n/n8nEnvironment';
import type { FaultPlan } from '../../../simulators/faults';
import type { LoggedRequest } from '../../../simulators/requestLog';
import type { SimulatorAddresses } from '../../../simulators/main';
import type { Posting } from '../../../simulators/autotask/admin/posting';
import type { Seed } from '../../../simulators/autotask/admin/seed';
import type { ApiUser } from '../../../simulators/autotask/answering/zones';
import type { ActResult, MarketplaceAct } from '../../../simulators/marketplace/actKinds';
import type { MarketplaceSettings } from '../../../simulators/marketplace/marketplace';
import type { MarketplaceRecords } from '../../../simulators/marketplace/records';

/** What both simulated systems let a test do from outside. */
interface SimulatedSystem {
	requests(): Promise<readonly LoggedRequest[]>;
	clearRequests(): Promise<void>;
	addFault(plan: FaultPlan): Promise<void>;
	clearFaults(): Promise<void>;
	/** Waits until a fault plan holds a request. */
	waitForHeld(): Promise<void>;
	release(): Promise<void>;
	setNow(instant: string): Promise<void>;
	/** What its pages and its log show, as one text. */
	shown(): Promise<string>;
}

/** A billing item, as far as tests look at it. */
export interface BilledItem {
	readonly serviceID?: number;
	readonly contractID: number;
	readonly contractChargeID?: number;
	readonly itemDate: string;
	readonly quantity: number;
	readonly totalAmount: number;
}

export interface SimulatedAutotask extends SimulatedSystem {
	seed(seed: Seed): Promise<void>;
	setUsers(users: readonly ApiUser[]): Promise<void>;
	post(posting: Posting): Promise<readonly BilledItem[]>;
	/** Requests that changed something, or tried to. */
	writes(): Promise<readonly LoggedRequest[]>;
}

export interface SimulatedMarketplace extends SimulatedSystem {
	seed(records: Partial<MarketplaceRecords>): Promise<void>;
	act(what: MarketplaceAct): Promise<ActResult>;
	setSettings(changes: Partial<MarketplaceSettings>): Promise<void>;
	expireTokens(): Promise<void>;
}

/** Both systems in a process of their own, at the date of the clock. */
export interface Simulators {
	readonly addresses: SimulatorAddresses;
	readonly autotask: SimulatedAutotask;
	readonly marketplace: SimulatedMarketplace;
	end(): Promise<void>;
}

type Call = <Given>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Given>;

function caller(adminUrl: string): Call {
	const client = axios.create({ baseURL: adminUrl, proxy: false, validateStatus: () => true });
	return async <Given>(method: 'GET' | 'POST', path: string, body: unknown = {}) => {
		const answer = await client.request<Given>({ method, url: path, ...(method === 'POST' && { data: body }) });
		if (answer.status !== 200) throw new Error(`${method} ${adminUrl}${path}: ${JSON.stringify(answer.data)}`);
		return answer.data;
	};
}

async function pageText(address: string): Promise<string> {
	const answer = await axios.get<string>(address, { proxy: false, responseType: 'text' });
	return answer.data;
}

function systemAt(call: Call, pages: readonly string[], logFile: string): SimulatedSystem {
	return {
		requests: () => call('GET', '/requests'),
		clearRequests: () => call('POST', '/requests/clear'),
		addFault: (plan) => call('POST', '/faults', plan),
		clearFaults: () => call('POST', '/faults/clear'),
		waitForHeld: async () => {
			const held = await call<readonly unknown[]>('GET', '/held?wait=1');
			if (held.length === 0) throw new Error('no request was held');
		},
		release: () => call('POST', '/release'),
		setNow: (now) => call('POST', '/now', { now }),
		shown: async () => {
			const texts = await Promise.all(pages.map(pageText));
			return [...texts, JSON.stringify(await call('GET', '/requests')), readFileSync(logFile, 'utf8')].join('\n');
		},
	};
}

/** Starts both simulators; `logFile` receives what they print besides their addresses. */
export async function startSimulators(clock: ShiftedClock, logFile: string): Promise<Simulators> {
	const log = openSync(logFile, 'a');
	const args = ['--import', 'tsx', join(projectFolder, 'simulators', 'main.ts')];
	const ports = ['--autotask-port', '0', '--marketplace-port', '0'];
	const child = spawn(readInstalled().nodeBinary, [...args, '--json', ...ports], {
		cwd: projectFolder,
		env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...clock },
		stdio: ['pipe', 'pipe', log],
	});
	closeSync(log);
	const { stdin, stdout } = child;
	if (!stdin || !stdout) throw new Error('The simulators could not be started.');
	const exit = new Promise<never>((_, reject) => {
		child.once('exit', () => reject(new Error(`The simulators ended: ${readFileSync(logFile, 'utf8')}`)));
	});
	exit.catch(() => undefined);
	const line = new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve));
	const addresses = JSON.parse(await Promise.race([line, exit])) as SimulatorAddresses;
	const autotask = caller(addresses.autotask.adminUrl);
	const marketplace = caller(addresses.marketplace.adminUrl);
	const ofAutotask = systemAt(autotask, addresses.autotask.pages, logFile);
	return {
		addresses,
		autotask: {
			...ofAutotask,
			seed: (seed) => autotask('POST', '/seed', seed),
			setUsers: (users) => autotask('POST', '/users', { users }),
			post: (posting) => autotask('POST', '/post', posting),
			writes: async () => (await ofAutotask.requests()).filter(({ kind }) => kind === 'write'),
		},
		marketplace: {
			...systemAt(marketplace, addresses.marketplace.pages, logFile),
			seed: (records) => marketplace('POST', '/seed', records),
			act: (what) => marketplace('POST', '/act', what),
			setSettings: (changes) => marketplace('POST', '/settings', changes),
			expireTokens: () => marketplace('POST', '/expire'),
		},
		end: async () => {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const ended = new Promise((resolve) => child.once('exit', resolve));
			stdin.end();
			await ended;
		},
	};
}
