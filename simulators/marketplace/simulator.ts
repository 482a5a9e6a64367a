import { SimulatorClock } from '../clock';
import { Faults } from '../faults';
import { htmlAnswer, jsonAnswer, startHttpServer, type Answer, type Outcome, type ReceivedRequest } from '../http';
import { RequestLog, type LoggedRequest } from '../requestLog';
import { adminOf, type MarketplaceAdmin } from './admin';
import { adminAnswer } from './adminApi';
import { Logins } from './logins';
import { Marketplace, type MarketplaceSettings } from './marketplace';
import { marketplacePage } from './page';
import { platformAnswer } from './platformApi';
import { Quota } from './quota';
import { Refusal } from './refusal';
import type { MarketplaceSwitches } from './switches';

/** How to start a marketplace; everything has a value of its own. */
export interface MarketplaceOptions extends Partial<MarketplaceSettings> {
	/** 0, the default, takes a free one. */
	readonly port?: number;
	readonly switches?: Partial<MarketplaceSwitches>;
	/** The present to begin with (default: the process's own). */
	readonly now?: string;
}

/** A running marketplace. */
export interface MarketplaceSimulator extends MarketplaceAdmin {
	/** Address of the server, for its page and /admin. */
	readonly origin: string;
	/** Base address of the API, as a credential names it. */
	readonly url: string;
	/** The OpenID Connect token endpoint. */
	readonly tokenUrl: string;
	readonly settings: MarketplaceSettings;
	close(): Promise<void>;
}

/** The values a marketplace starts with. */
export const usualSettings: MarketplaceSettings = {
	basePath: '/marketplace',
	marketplace: 'uk',
	username: 'api.reader@reseller.example',
	password: 'marketplace-password',
	subscriptionKey: 'marketplace-subscription-key',
	realm: 'sr-1000',
	clientId: 'marketplace-client',
	clientSecret: 'marketplace-client-secret',
	zone: 'Europe/London',
	currency: 'GBP',
	seed: 1,
};

/** Starts a marketplace on loopback. */
export async function startMarketplaceSimulator(options: MarketplaceOptions = {}): Promise<MarketplaceSimulator> {
	const { port = 0, switches = {}, now, ...settings } = options;
	const clock = new SimulatorClock();
	const market = new Marketplace({ ...usualSettings, ...settings }, clock);
	const restart = (): void => {
		market.move({ ...switches });
		clock.set(now);
	};
	restart();
	const parts: CallParts = {
		market,
		logins: new Logins(market),
		log: new RequestLog(clock),
		faults: new Faults(),
		quota: new Quota(market),
	};
	const admin = adminOf({ ...parts, restart });
	const server = await startHttpServer((request) => {
		if (request.path.startsWith('/admin/')) return adminAnswer(admin, request).then(asOutcome);
		if (request.path === '/')
			return Promise.resolve(asOutcome(htmlAnswer(200, marketplacePage(market, parts.log.entries))));
		return answerCall(parts, request);
	}, port);
	return {
		...admin,
		origin: server.url,
		url: `${server.url}${market.settings.basePath}`,
		tokenUrl: `${server.url}/auth/realms/${market.settings.realm}/protocol/openid-connect/token`,
		get settings() {
			return market.settings;
		},
		close: () => server.close(),
	};
}

interface CallParts {
	readonly market: Marketplace;
	readonly logins: Logins;
	readonly log: RequestLog;
	readonly faults: Faults;
	readonly quota: Quota;
}

async function answerCall(parts: CallParts, request: ReceivedRequest): Promise<Outcome> {
	const login = request.path.endsWith('/token');
	const entry = parts.log.begin(request, login ? 'login' : request.method === 'GET' ? 'read' : 'write');
	const began = performance.now();
	const outcome = await parts.faults.run(request, () => Promise.resolve(performCall(parts, request, entry)));
	entry.ms = Math.round(performance.now() - began);
	if (outcome.kind !== 'close') entry.status = outcome.answer.status;
	return outcome;
}

function performCall({ market, logins, quota }: CallParts, request: ReceivedRequest, entry: LoggedRequest): Answer {
	const correlated = (answer: Answer): Answer => ({
		...answer,
		headers: { ...answer.headers, 'X-Correlation-ID': `corr-${String(entry.n).padStart(8, '0')}` },
	});
	const realm = /^\/auth\/realms\/([^/]+)\/protocol\/openid-connect\/token$/.exec(request.path)?.[1];
	if (realm !== undefined && request.method === 'POST') return logins.byOpenIdConnect(request, realm);
	const { basePath } = market.settings;
	if (!request.path.startsWith(`${basePath}/`))
		return jsonAnswer(404, { code: 'NotFound', message: 'Resource not found' });
	try {
		quota.take();
		return correlated(platformAnswer(market, logins, request, request.path.slice(basePath.length), entry.n));
	} catch (error) {
		if (error instanceof Refusal) return correlated(error.answer());
		const message = error instanceof Error ? error.message : String(error);
		return correlated(jsonAnswer(500, { code: 'InternalError', message }));
	}
}

function asOutcome(answer: Answer): Outcome {
	return { kind: 'answer', answer };
}
