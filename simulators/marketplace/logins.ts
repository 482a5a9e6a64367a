import { randomUUID } from 'node:crypto';
import { isJsonObject, jsonAnswer, parseJsonBody, type Answer, type ReceivedRequest } from '../http';
import type { Marketplace } from './marketplace';
import { Refusal } from './refusal';

/** The tokens one marketplace has given out; they expire by its clock. */
export class Logins {
	private readonly expiries = new Map<string, number>();

	constructor(private readonly market: Marketplace) {}

	/** POST /token: user and password as Basic authentication, the marketplace's code in the body. */
	byBasic(request: ReceivedRequest): Answer {
		const { username, password, marketplace } = this.market.settings;
		this.checkKey(request);
		const sent = Buffer.from(/^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '', 'base64').toString();
		if (sent !== `${username}:${password}`) {
			throw new Refusal(401, 'Unauthorized', 'The user name or the password is wrong.');
		}
		const named = marketplaceOf(request);
		if (named !== undefined && named !== marketplace) {
			throw new Refusal(400, 'InvalidMarketplace', `There is no marketplace ${JSON.stringify(named)}.`);
		}
		return jsonAnswer(200, { token: this.issue(), expiresInSeconds: this.market.switches.tokenSeconds });
	}

	/** The OpenID Connect token endpoint of a realm, password grant. */
	byOpenIdConnect(request: ReceivedRequest, realm: string): Answer {
		const { settings } = this.market;
		if (realm !== settings.realm) return jsonAnswer(404, { error: 'Realm does not exist' });
		const form = new URLSearchParams(request.body);
		if (form.get('client_id') !== settings.clientId || form.get('client_secret') !== settings.clientSecret) {
			const text = 'Invalid client or Invalid client credentials';
			return jsonAnswer(401, { error: 'invalid_client', error_description: text });
		}
		if (form.get('grant_type') !== 'password') return jsonAnswer(400, { error: 'unsupported_grant_type' });
		if (form.get('username') !== settings.username || form.get('password') !== settings.password) {
			return jsonAnswer(401, { error: 'invalid_grant', error_description: 'Invalid user credentials' });
		}
		const expires = this.market.switches.tokenSeconds;
		return jsonAnswer(200, {
			access_token: this.issue(),
			expires_in: expires,
			token_type: 'Bearer',
			scope: form.get('scope') ?? '',
		});
	}

	/** @throws Refusal where the request carries no key, or no token that is still good. */
	check(request: ReceivedRequest): void {
		this.checkKey(request);
		const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
		const expiry = this.expiries.get(token);
		if (expiry === undefined || expiry <= this.market.clock.now().getTime()) {
			const { expiredToken } = this.market.switches;
			throw new Refusal(expiredToken, 'Unauthorized', 'The access token is missing, unknown or expired.');
		}
	}

	/** Ends all tokens at once; says how many were given out. */
	expireAll(): number {
		const given = this.expiries.size;
		this.expiries.clear();
		return given;
	}

	private issue(): string {
		const token = randomUUID();
		const lifeMs = this.market.switches.tokenSeconds * 1000;
		this.expiries.set(token, this.market.clock.now().getTime() + lifeMs);
		return token;
	}

	private checkKey(request: ReceivedRequest): void {
		if (this.market.switches.subscriptionKey === 'optional') return;
		if (request.headers['x-subscription-key'] === this.market.settings.subscriptionKey) return;
		throw new Refusal(401, 'AccessDenied', 'Access denied due to a missing or invalid subscription key.');
	}
}

function marketplaceOf(request: ReceivedRequest): unknown {
	try {
		const body = parseJsonBody(request);
		return isJsonObject(body) ? body['marketplace'] : undefined;
	} catch (error) {
		throw new Refusal(400, 'BadRequest', error instanceof Error ? error.message : 'The body is not JSON.');
	}
}
