import axios from 'axios';

/** Calls an admin address of a simulator. @throws Error with the simulator's own words. */
export async function ask<Answer>(method: 'GET' | 'POST', url: string, body?: unknown): Promise<Answer> {
	const answer = await axios.request<Answer>({
		method,
		url,
		data: body,
		proxy: false,
		timeout: 30_000,
		validateStatus: () => true,
	});
	if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.data)}`);
	return answer.data;
}
