import { sql, type CreateTableBuilder, type Kysely } from 'kysely';
import { textType } from './textType';

/** Column types that every engine has; dates, money and JSON are text, Autotask's ids are 64 bits wide. */
type ColumnType = 'text' | 'integer' | 'bigint';
type Columns = Readonly<Record<string, ColumnType | `${ColumnType}?`>>;

const tables: Readonly<Record<string, { readonly key: readonly string[]; readonly columns: Columns }>> = {
	meta: { key: ['name'], columns: { name: 'text', value: 'text' } },
	counters: { key: ['name'], columns: { name: 'text', value: 'bigint' } },
	connections: {
		key: ['id'],
		columns: {
			id: 'text',
			databaseId: 'bigint',
			account: 'text',
			timeZone: 'text',
			expirationIs: 'text',
			connectedAt: 'text',
			firstCheckDoneAt: 'text?',
			watermark: 'text?',
			sweptOn: 'text?',
			stoppedAt: 'text?',
		},
	},
	tasks: {
		key: ['connectionId', 'id'],
		columns: {
			connectionId: 'text',
			id: 'text',
			kind: 'text',
			orderId: 'text?',
			orderNumber: 'text?',
			orderType: 'text?',
			customerId: 'text',
			subscriptionIds: 'text',
			state: 'text',
			reason: 'text?',
			message: 'text?',
			waitsFor: 'text?',
			note: 'text?',
			createdAt: 'text',
			effectiveAt: 'text',
			firstSeenOn: 'text',
			isFirst: 'integer',
			isOlderThanConnection: 'integer',
			processAutomatically: 'integer',
			answers: 'text',
			approval: 'text?',
			offeredUntil: 'text?',
			causeCheckedAt: 'text?',
			order: 'text?',
			snapshot: 'text?',
			updatedAt: 'text',
		},
	},
	taskSubscriptions: {
		key: ['connectionId', 'taskId', 'subscriptionId'],
		columns: { connectionId: 'text', taskId: 'text', subscriptionId: 'text' },
	},
	rememberedOrders: {
		key: ['connectionId', 'orderId'],
		columns: {
			connectionId: 'text',
			orderId: 'text',
			status: 'text',
			subscriptionId: 'text?',
			createdAt: 'text',
			firstSeenAt: 'text',
		},
	},
	subscriptions: {
		key: ['connectionId', 'id'],
		columns: {
			connectionId: 'text',
			id: 'text',
			customerId: 'text',
			seenAt: 'text',
			earlierExpirations: 'text',
			subscription: 'text',
		},
	},
	customerMappings: {
		key: ['connectionId', 'customerId'],
		columns: {
			connectionId: 'text',
			customerId: 'text',
			customerName: 'text',
			companyId: 'bigint',
			companyName: 'text',
			mappedBy: 'text',
			processAutomatically: 'integer',
			mappedAt: 'text',
		},
	},
	productMappings: {
		key: ['connectionId', 'productId', 'periodType'],
		columns: {
			connectionId: 'text',
			productId: 'text',
			productName: 'text',
			periodType: 'text',
			serviceId: 'bigint',
			serviceName: 'text',
			mappedBy: 'text',
			mappedAt: 'text',
		},
	},
	chargeMappings: {
		key: ['connectionId', 'kind', 'productId'],
		columns: {
			connectionId: 'text',
			kind: 'text',
			productId: 'text',
			target: 'text',
			targetName: 'text',
			mappedAt: 'text',
		},
	},
	assignments: {
		key: ['connectionId', 'subscriptionId', 'from'],
		columns: { connectionId: 'text', subscriptionId: 'text', from: 'text', contractId: 'bigint' },
	},
	linkedLines: {
		key: ['connectionId', 'subscriptionId', 'productId', 'contractServiceId'],
		columns: {
			databaseId: 'bigint',
			connectionId: 'text',
			subscriptionId: 'text',
			productId: 'text',
			contractId: 'bigint',
			contractServiceId: 'bigint',
			serviceId: 'bigint',
			units: 'text',
			charged: 'text?',
		},
	},
	otherUnits: {
		key: ['databaseId', 'contractServiceId'],
		columns: { databaseId: 'bigint', contractServiceId: 'bigint', units: 'integer', existedBefore: 'integer' },
	},
	plans: {
		key: ['connectionId', 'taskId'],
		columns: { connectionId: 'text', taskId: 'text', contractId: 'bigint', fingerprint: 'text', plan: 'text' },
	},
	journal: {
		key: ['id'],
		columns: {
			id: 'bigint',
			databaseId: 'bigint',
			connectionId: 'text',
			taskIds: 'text',
			contractId: 'bigint',
			kind: 'text',
			state: 'text',
			contractServiceId: 'bigint?',
			key: 'text?',
			on: 'text',
			unitsBefore: 'integer?',
			unitDelta: 'integer?',
			unitsAfter: 'integer?',
			priceBefore: 'text?',
			priceAfter: 'text?',
			costAfter: 'text?',
			amount: 'text?',
			autotaskId: 'bigint?',
			note: 'text?',
			intendedAt: 'text',
			settledAt: 'text?',
		},
	},
	actionLog: {
		key: ['id'],
		columns: {
			id: 'bigint',
			at: 'text',
			connectionId: 'text',
			taskId: 'text?',
			action: 'text',
			message: 'text',
			by: 'text?',
			correlationId: 'text?',
			details: 'text?',
		},
	},
	leases: { key: ['name'], columns: { name: 'text', holder: 'text', until: 'text' } },
	loginStops: { key: ['credentialHash'], columns: { credentialHash: 'text', until: 'text' } },
};

const indexes: readonly { readonly on: string; readonly columns: readonly string[] }[] = [
	{ on: 'tasks', columns: ['connectionId', 'state', 'effectiveAt'] },
	{ on: 'tasks', columns: ['connectionId', 'customerId'] },
	{ on: 'tasks', columns: ['connectionId', 'orderId'] },
	{ on: 'tasks', columns: ['connectionId', 'orderNumber'] },
	{ on: 'tasks', columns: ['id'] },
	{ on: 'taskSubscriptions', columns: ['connectionId', 'subscriptionId'] },
	{ on: 'subscriptions', columns: ['connectionId', 'customerId'] },
	{ on: 'linkedLines', columns: ['databaseId', 'contractId'] },
	{ on: 'linkedLines', columns: ['databaseId', 'connectionId', 'subscriptionId'] },
	{ on: 'journal', columns: ['databaseId', 'contractId', 'state'] },
	{ on: 'actionLog', columns: ['connectionId', 'taskId'] },
];

interface Made {
	readonly counters: { readonly name: string; readonly value: number };
}

export async function up(database: Kysely<Made>): Promise<void> {
	const text = textType(database);
	for (const [name, { key, columns }] of Object.entries(tables)) {
		await withColumns(database.schema.createTable(name), columns, text)
			.addPrimaryKeyConstraint(`${name}_key`, [...key])
			.execute();
	}
	for (const { on, columns } of indexes) {
		const name = [on, 'by', ...columns].join('_');
		await database.schema
			.createIndex(name)
			.on(on)
			.columns([...columns])
			.execute();
	}
	await refuseSecondCreations(database);
	const names = ['journal', 'actionLog'];
	await database
		.insertInto('counters')
		.values(names.map((name) => ({ name, value: 0 })))
		.execute();
}

function withColumns(
	table: CreateTableBuilder<string, string>,
	columns: Columns,
	text: ReturnType<typeof textType>,
): CreateTableBuilder<string, string> {
	return Object.entries(columns).reduce((builder, [name, written]) => {
		const type = written.replace('?', '') as ColumnType;
		return builder.addColumn(name, type === 'text' ? text : type, (column) =>
			written.endsWith('?') ? column : column.notNull(),
		);
	}, table);
}

/** One creation of a line or charge with a key may be under way or there; a refused one may be tried again. */
async function refuseSecondCreations(database: Kysely<Made>): Promise<void> {
	await database.schema
		.createIndex('journal_creations')
		.unique()
		.on('journal')
		.columns(['databaseId', 'key'])
		.where(sql.ref('kind'), 'in', ['contractService', 'charge'])
		.where(sql.ref('state'), 'in', ['open', 'done', 'recorded'])
		.execute();
}
