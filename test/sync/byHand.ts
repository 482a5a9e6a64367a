import { Agent } from 'node:http';
import axios from 'axios';
import type { JsonObject } from '../../simulators/http';
import { apiUser } from './fixtureClients';
import type { World } from './fixtureWorld';

/** A socket for each request: one that a simulator has closed meanwhile is not met again on a port that the next one has. */
const httpAgent = new Agent({ keepAlive: false });

/** Somebody changes a line in Autotask. */
export async function adjustByHand({ addresses }: Pick<World, 'addresses'>, body: JsonObject): Promise<void> {
	const url = `${addresses.autotaskUrl}/V1.0/Contracts/${String(body.contractID)}/ServiceAdjustments`;
	const { userName: UserName, secret: Secret, integrationCode: ApiIntegrationCode } = apiUser;
	const headers = { UserName, Secret, ApiIntegrationCode };
	const { status, data } = await axios.post<unknown>(url, body, { headers, httpAgent, validateStatus: () => true });
	if (status !== 200) throw new RangeError(`the edit was refused: ${JSON.stringify(data)}`);
}
