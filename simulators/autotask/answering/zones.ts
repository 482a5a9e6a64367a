import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer, type ReceivedRequest } from '../../http';

/** An API user. */
export interface ApiUser {
	readonly userName: string;
	readonly secret: string;
	readonly integrationCode: string;
}

/** A zone: its name, and where it listens. */
export interface Zone {
	readonly name: string;
	/** Origin and path of the zone, without ATServicesRest and without a trailing slash. */
	readonly address: string;
}

/** Whether a caller is who it says, and in which zone the tenant lives. */
export class Access {
	users: ApiUser[];
	/** Zones by name; the tenant lives in `home`. */
	readonly zones: Zone[] = [];
	home = '';

	constructor(
		users: readonly ApiUser[],
		readonly ci: number,
	) {
		this.users = [...users];
	}

	/** The zone the tenant lives in. */
	homeZone(): Zone {
		const zone = this.zones.find((one) => one.name === this.home);
		if (zone === undefined) throw new RangeError(`no zone ${this.home}`);
		return zone;
	}

	/** Answers the zone look-up; the name must be that of a known user. */
	zoneAnswer(userName: string | null): Answer {
		const isKnown = this.users.some((user) => user.userName.toLowerCase() === userName?.toLowerCase());
		if (!isKnown) return jsonAnswer(500, { errors: ['Zone information could not be determined'] });
		const { name, address } = this.homeZone();
		return jsonAnswer(200, { zoneName: name, url: `${address}/ATServicesRest/`, webUrl: `${address}/`, ci: this.ci });
	}

	/** The user of a call, or undefined where any of the three headers is wrong or missing. */
	userOf({ headers }: ReceivedRequest): ApiUser | undefined {
		const { username, secret, apiintegrationcode } = headers;
		return this.users.find(
			(user) =>
				typeof username === 'string' &&
				user.userName.toLowerCase() === username.toLowerCase() &&
				user.secret === secret &&
				user.integrationCode === apiintegrationcode,
		);
	}
}

/** A user that no other simulator has. */
export function freshUser(): ApiUser {
	return {
		userName: `api-${randomUUID().slice(0, 8)}@provider.example`,
		secret: randomUUID(),
		integrationCode: randomUUID().replaceAll('-', '').toUpperCase().slice(0, 27),
	};
}
