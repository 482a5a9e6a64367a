import { Agent } from 'node:http';
import axios, { type AxiosResponse } from 'axios';
import type { JsonObject } from '../../simulators/http';
import { apiUser } from './fixtureClients';
import type { World } from './fixtureWorld';

/** A socket for each request: one that a simulator has closed meanwhile is not met again on a port that the next one has. */
const httpAgent = new Agent({ keepAlive: false });

/** Somebody changes something in Autotask, which may refuse it. */
export async function sendByHand(
	{ addresses }: Pick<World, 'addresses'>,
	method: string,
	path: string,
	data?: JsonObject,
): Promise<AxiosResponse<unknown>> {
	const { userName: UserName, secret: Secret, integrationCode: ApiIntegrationCode } = apiUser;
	const headers = { UserName, Secret, ApiIntegrationCode, 'Content-Type': 'application/json' };
	const url = `${addresses.autotaskUrl}/V1.0/${path}`;
	return await axios.request<unknown>({ url, method, headers, data, httpAgent, validateStatus: () => true });
}

/** The same, of what is not to be refused. */
export async function changeByHand(
	world: Pick<World, 'addresses'>,
	method: string,
	path: string,
	body: JsonObject,
): Promise<void> {
	const { status, data } = await sendByHand(world, method, path, body);
	if (status !== 200) throw new RangeError(`the edit was refused: ${JSON.stringify(data)}`);
}

/** Somebody changes a line in Autotask. */
export async function adjustByHand(world: Pick<World, 'addresses'>, body: JsonObject): Promise<void> {
	await changeByHand(world, 'POST', `Contracts/${String(body.contractID)}/ServiceAdjustments`, body);
}
