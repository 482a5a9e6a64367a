import type { FaultPlan } from '../../faults';
import {
	isJsonObject,
	jsonAnswer,
	parseJsonBody,
	type Answer,
	type JsonObject,
	type Outcome,
	type ReceivedRequest,
} from '../../http';
import type { ApiParts } from '../answering/api';
import type { ApiUser } from '../answering/zones';
import { Refusal } from '../tenant/refusal';
import { switchTable, type Switches } from '../tenant/switches';
import type { AutotaskAdmin } from './autotaskAdmin';
import { contractsPage, requestsPage } from './pages';
import type { Posting, Unposting } from './posting';
import type { Seed } from './seed';

type Handler = (admin: AutotaskAdmin, body: JsonObject, query: URLSearchParams) => unknown;

/** The admin calls. Bodies are trusted to have the shape that the typed functions take. */
const handlers: Readonly<Record<string, Handler>> = {
	'POST /admin/reset': (admin) => admin.reset(),
	'POST /admin/seed': (admin, body) => admin.seed(body as Seed),
	'POST /admin/removeLine': (admin, body) => admin.removeLine(Number(body.id)),
	'GET /admin/state': (admin) => admin.state(),
	'GET /admin/ledger': (admin) => admin.ledger(),
	'GET /admin/requests': (admin) => admin.requests(),
	'POST /admin/requests/clear': (admin) => admin.clearRequests(),
	'POST /admin/post': (admin, body) => admin.post(body as unknown as Posting),
	'POST /admin/unpost': (admin, body) => admin.unpost(body as unknown as Unposting),
	'GET /admin/switches': (admin) => ({ switches: admin.setSwitches({}), table: switchTable }),
	'POST /admin/switches': (admin, body) => admin.setSwitches(body as Partial<Switches>),
	'POST /admin/limits': (admin, body) => admin.setLimits(body),
	'POST /admin/picklists': (admin, body) => {
		for (const [list, values] of Object.entries(body)) admin.setPicklist(list, values as Record<number, string>);
	},
	'POST /admin/faults': (admin, body) => admin.addFault(body as unknown as FaultPlan),
	'POST /admin/faults/clear': (admin) => admin.clearFaults(),
	'GET /admin/held': (admin, _body, query) =>
		query.get('wait') === null ? admin.held() : admin.waitForHeld(Number(query.get('timeoutMs') ?? 30_000)),
	'POST /admin/release': (admin, body) => ({
		released: admin.release(typeof body.id === 'number' ? body.id : undefined, body.how === 'drop' ? 'drop' : 'answer'),
	}),
	'POST /admin/now': (admin, body) => ({ now: admin.setNow(typeof body.now === 'string' ? body.now : undefined) }),
	'POST /admin/users': (admin, body) => admin.setUsers(body.users as unknown as ApiUser[]),
	'POST /admin/zone': (admin, body) => admin.moveToZone(String(body.name)),
};

/** Answers the admin API and the pages; undefined for everything else. */
export async function answerAdmin(
	admin: AutotaskAdmin,
	parts: ApiParts,
	request: ReceivedRequest,
): Promise<Outcome | undefined> {
	if (request.method === 'GET' && request.path === '/') return { kind: 'answer', answer: requestsPage(parts.log) };
	if (request.method === 'GET' && request.path === '/contracts')
		return { kind: 'answer', answer: contractsPage(parts.tenant) };
	if (!request.path.startsWith('/admin/')) return undefined;
	return { kind: 'answer', answer: await adminAnswer(admin, request) };
}

async function adminAnswer(admin: AutotaskAdmin, request: ReceivedRequest): Promise<Answer> {
	const handler = handlers[`${request.method} ${request.path}`];
	if (handler === undefined) return jsonAnswer(404, { error: `no admin call ${request.method} ${request.path}` });
	try {
		const body = parseJsonBody(request) ?? {};
		if (!isJsonObject(body)) return jsonAnswer(400, { error: 'the body must be a JSON object' });
		return jsonAnswer(200, (await handler(admin, body, request.query)) ?? {});
	} catch (error) {
		if (error instanceof Refusal) return jsonAnswer(400, { error: error.message });
		return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
	}
}
