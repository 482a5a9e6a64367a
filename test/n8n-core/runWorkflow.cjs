/**
 * Child process that runs workflows and polls on n8n-core, without a server. Started by n8nCore.ts with
 * N8N_FOLDER (n8n's installation) and PACKAGE_FOLDER (a folder with our package.json and dist); talks over IPC.
 */
'use strict';

const Module = require('node:module');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const n8nFolder = process.env.N8N_FOLDER;
const requireFromN8n = Module.createRequire(path.join(n8nFolder, 'node_modules', 'n8n', 'package.json'));

/** One n8n-workflow for all, as in an installed n8n; otherwise its error classes exist twice. */
const workflowLibrary = requireFromN8n.resolve('n8n-workflow');
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
	return request === 'n8n-workflow' ? workflowLibrary : resolveFilename.call(this, request, ...rest);
};

requireFromN8n('reflect-metadata');
const core = requireFromN8n('n8n-core');
const { Workflow, createRunExecutionData, ICredentialsHelper, NodeHelpers, UnexpectedError } = require('n8n-workflow');

class NodeTypes {
	loaders = new Map();

	async add(folder, Loader) {
		const loader = new Loader(folder);
		await loader.loadAll();
		this.loaders.set(loader.packageName, loader);
	}

	loaded(fullName) {
		const dot = fullName.lastIndexOf('.');
		const loader = this.loaders.get(fullName.slice(0, dot));
		if (!loader) throw new core.UnrecognizedNodeTypeError(fullName.slice(0, dot), fullName.slice(dot + 1));
		return loader.getNode(fullName.slice(dot + 1));
	}

	getByName(fullName) {
		return this.loaded(fullName).type;
	}

	getByNameAndVersion(fullName, version) {
		return NodeHelpers.getVersionedNodeType(this.loaded(fullName).type, version);
	}

	getKnownTypes() {
		return {};
	}

	credentialType(name) {
		const loader = [...this.loaders.values()].find(({ known }) => name in known.credentials);
		if (!loader) throw new UnexpectedError(`unknown credential type ${name}`);
		return loader.getCredential(name).type;
	}
}

/** Credentials out of a plain map by type; a renewed token stays in the map, as n8n stores it. */
class CredentialsOfMap extends ICredentialsHelper {
	constructor(nodeTypes, map) {
		super();
		this.nodeTypes = nodeTypes;
		this.map = map;
	}

	getParentTypes() {
		return [];
	}

	async getDecrypted(_additionalData, _nodeCredentials, type) {
		if (!(type in this.map)) throw new UnexpectedError(`no credential of type ${type} was given`);
		const defaults = this.getCredentialsProperties(type).map((property) => [property.name, property.default]);
		return { ...Object.fromEntries(defaults), ...this.map[type] };
	}

	async getCredentials(_nodeCredentials, type) {
		return new core.Credentials({ id: null, name: '' }, type, '');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties(type) {
		return this.nodeTypes.credentialType(type).properties;
	}

	isCredentialUsableByNode() {
		return true;
	}

	async runPreAuthentication(helpers, credentials, type) {
		return await this.nodeTypes.credentialType(type).preAuthentication?.call(helpers, credentials);
	}

	async preAuthentication(helpers, credentials, type, _node, expired) {
		const kind = this.nodeTypes.credentialType(type);
		const token = kind.properties.find((one) => one.type === 'hidden' && one.typeOptions?.expirable === true);
		if (!token || !kind.preAuthentication || (credentials[token.name] !== '' && !expired)) return undefined;
		const renewed = await kind.preAuthentication.call(helpers, credentials);
		if (renewed[token.name] === undefined) return undefined;
		Object.assign(this.map[type], renewed);
		return Object.assign(credentials, renewed);
	}

	async authenticate(credentials, type, options) {
		const { authenticate } = this.nodeTypes.credentialType(type);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		for (const [part, fields] of Object.entries(authenticate?.properties ?? {})) {
			const filled = Object.entries(fields).map(([name, value]) => [name, fill(value, credentials)]);
			options[part] = { ...options[part], ...Object.fromEntries(filled) };
		}
		return options;
	}
}

/** Knows the one form of expression that generic authentication uses here: text with {{ $credentials.name }}. */
function fill(value, credentials) {
	if (typeof value !== 'string' || !value.startsWith('=')) return value;
	return value.slice(1).replace(/\{\{\s*\$credentials\??\.(\w+)\s*\}\}/g, (_match, name) => credentials[name]);
}

let executions = 0;

function additionalDataFor(nodeTypes, { credentials = {} }, extra = {}) {
	return {
		executionId: String(++executions),
		credentialsHelper: new CredentialsOfMap(nodeTypes, credentials),
		currentNodeParameters: undefined,
		restApiUrl: '',
		instanceBaseUrl: 'http://127.0.0.1',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		variables: {},
		setExecutionStatus() {},
		sendDataToUI() {},
		logAiEvent() {},
		externalSecretsProxy: undefined,
		async executeWorkflow() {
			throw new UnexpectedError('a call of another workflow is not possible here');
		},
		...extra,
	};
}

function workflowOf(nodeTypes, { workflow, staticData = {} }) {
	const { id = 'workflow', name = 'workflow', nodes, connections, settings = {}, pinData } = workflow;
	return new Workflow({ id, name, nodes, connections, active: false, nodeTypes, settings, pinData, staticData });
}

async function run(nodeTypes, request) {
	const { mode = 'manual', startNode, input = [{ json: {} }], credentials = {} } = request;
	const workflow = workflowOf(nodeTypes, request);
	const { id, name, nodes, connections } = { id: workflow.id, name: workflow.name, ...request.workflow };
	const hooks = new core.ExecutionLifecycleHooks(mode, String(executions + 1), { id, name, nodes, connections });
	const start = startNode ? workflow.getNode(startNode) : workflow.getStartNode();
	if (!start) throw new UnexpectedError(`no node to start from${startNode ? `: ${startNode}` : ''}`);
	const nodeExecutionStack = [{ node: start, data: { main: [input] }, source: null }];
	const data = createRunExecutionData({ executionData: { nodeExecutionStack } });
	const additionalData = additionalDataFor(nodeTypes, request, { hooks });
	const finished = await new core.WorkflowExecute(additionalData, mode, data).processRunExecutionData(workflow);
	const { runData, error } = finished.data.resultData;
	return { status: finished.status, error, runData, credentials };
}

async function poll(nodeTypes, request) {
	const { node: nodeName, mode = 'trigger', activation = 'update', credentials = {} } = request;
	const workflow = workflowOf(nodeTypes, request);
	const node = workflow.getNode(nodeName);
	if (!node) throw new UnexpectedError(`no node ${nodeName}`);
	const type = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const context = new core.PollContext(workflow, node, additionalDataFor(nodeTypes, request), mode, activation);
	const [settled] = await Promise.allSettled([type.poll.call(context)]);
	return {
		output: settled.status === 'fulfilled' ? settled.value : null,
		error: settled.status === 'rejected' ? settled.reason : undefined,
		staticData: workflow.staticData,
		credentials,
	};
}

/** What a parameter's list holds, as the editor asks for it: the node has the parameters that are set at that moment. */
async function list(nodeTypes, request) {
	const { node: nodeName, method, filter, paginationToken, credentials = {} } = request;
	const workflow = workflowOf(nodeTypes, request);
	const node = workflow.getNode(nodeName);
	if (!node) throw new UnexpectedError(`no node ${nodeName}`);
	const type = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const extra = { currentNodeParameters: node.parameters };
	const context = new core.LoadOptionsContext(workflow, node, additionalDataFor(nodeTypes, request, extra), '');
	return { answer: await type.methods.listSearch[method].call(context, filter, paginationToken), credentials };
}

function descriptions(nodeTypes) {
	return [...nodeTypes.loaders.values()]
		.filter(({ packageName }) => packageName !== 'n8n-nodes-base')
		.flatMap(({ types }) => types.nodes);
}

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

function longestStall() {
	const longestMs = delay.max / 1e6;
	delay.reset();
	return longestMs;
}

/** Errors lose their message in JSON; this keeps what n8n shows of them. */
function plain(value) {
	const keep = (_key, one) => {
		if (!(one instanceof Error)) return one;
		const { name, message, description, httpCode, context, stack } = one;
		return { name, message, description, httpCode, context, stack };
	};
	return value === undefined ? undefined : JSON.parse(JSON.stringify(value, keep));
}

async function main() {
	const nodeTypes = new NodeTypes();
	const nodesBase = path.dirname(requireFromN8n.resolve('n8n-nodes-base/package.json'));
	await nodeTypes.add(nodesBase, core.LazyPackageDirectoryLoader);
	await nodeTypes.add(process.env.PACKAGE_FOLDER, core.PackageDirectoryLoader);
	const answerTo = {
		run: (request) => run(nodeTypes, request),
		poll: (request) => poll(nodeTypes, request),
		list: (request) => list(nodeTypes, request),
		descriptions: () => descriptions(nodeTypes),
		longestStall,
	};
	process.on('message', async ({ id, kind, request }) => {
		const [settled] = await Promise.allSettled([Promise.resolve(request).then(answerTo[kind])]);
		const failed = settled.status === 'rejected';
		process.send(failed ? { id, failure: plain(settled.reason) } : { id, answer: plain(settled.value) });
	});
	process.on('disconnect', () => process.exit(0));
	process.send({ ready: true });
}

void main();
