import { type PlanSettings, usualPriceChangeLimit } from '../settings';
import type { Setting } from './setting';

type PlanTable = { readonly [Name in keyof Required<PlanSettings>]: Setting<Required<PlanSettings>[Name]> };

/** The settings that plans are made with. */
export const planSettingsTable: PlanTable = {
	priceSource: {
		group: 'prices',
		name: 'Load prices from',
		help: 'Where the price and cost of a contract service come from',
		control: {
			kind: 'choice',
			choices: {
				autotask: { name: 'Autotask', help: 'The price of the line or service stays' },
				marketplace: { name: 'Marketplace', help: 'The price of the order is written' },
			},
		},
		usual: 'autotask',
	},
	costSource: {
		group: 'prices',
		name: 'Cost from',
		help: 'Which cost of the marketplace is written',
		control: {
			kind: 'choice',
			choices: {
				catalogue: { name: 'Catalogue', help: 'The cost of the product' },
				none: { name: 'None', help: 'No cost is written' },
				subscription: { name: 'Subscription', help: 'The cost of the subscription, else of the product' },
			},
		},
		usual: 'subscription',
	},
	convertCost: {
		group: 'prices',
		name: 'Convert cost',
		help: 'Whether to convert a foreign cost to the internal currency of Autotask by its exchange rate; otherwise it is left out',
		control: { kind: 'switch' },
		usual: false,
	},
	priceChangeLimit: {
		group: 'prices',
		name: 'Price change limit (%)',
		help: 'How far a price of the marketplace may move without approval',
		hint: '0 is no limit',
		control: { kind: 'number', least: 0, most: 10_000, zero: 'No limit' },
		usual: usualPriceChangeLimit,
	},
	marginLimit: {
		group: 'prices',
		name: 'Margin limit (%)',
		help: 'A price that moves and leaves less margin than this waits for approval',
		hint: '0: it waits if it falls below its cost',
		control: { kind: 'number', least: 0, most: 99 },
		usual: 0,
	},
	proration: {
		group: 'proration',
		name: 'Proration',
		help: 'Who works out what a change within a billing period costs',
		control: {
			kind: 'choice',
			choices: {
				autotask: { name: 'Autotask', help: 'Autotask splits the period at the day of the change' },
				marketplace: {
					name: 'Marketplace',
					help: 'The part of the period is a one-time charge, and the units change from the next period',
				},
			},
		},
		usual: 'autotask',
	},
	syncRefunds: {
		group: 'proration',
		name: 'Sync refunds on downgrade',
		help: 'Whether a fall credits the rest of the current period',
		control: { kind: 'switch' },
		usual: false,
	},
	changeQuantity: {
		group: 'orders',
		name: 'Change order quantity means',
		help: 'How the quantity of a Change order is read',
		control: {
			kind: 'choice',
			choices: {
				automatic: {
					name: 'Automatic',
					help: 'Each order is read so that it ends at what the subscription has. If both readings fit, or neither, it waits',
				},
				difference: { name: 'Difference', help: 'What is added or taken away' },
				total: { name: 'New total', help: 'What the subscription has afterwards' },
			},
		},
		usual: 'total',
	},
	invoiceDescription: {
		group: 'orders',
		name: 'Invoice description',
		help: 'What a new line says on the invoice',
		control: {
			kind: 'choice',
			choices: {
				autotask: { name: 'As in Autotask', help: 'The text of the service stays' },
				productAndPeriod: { name: 'Product and period' },
				productName: { name: 'Product name' },
			},
		},
		usual: 'productAndPeriod',
	},
	whenNoContract: {
		group: 'orders',
		name: 'When no contract fits',
		help: 'What happens when the company has no contract of the same billing period and currency',
		control: {
			kind: 'choice',
			choices: {
				ask: { name: 'Ask', help: 'The task waits for a person' },
				create: { name: 'Create', help: 'A contract is proposed' },
			},
		},
		usual: 'ask',
	},
	timeZone: {
		group: 'dates',
		name: 'Marketplace time zone',
		help: 'Decides the day from which a change is billed. Schedules run by the time zone of their workflow in n8n',
		hint: 'Such as Europe/London',
		control: { kind: 'timeZone' },
		usual: '',
	},
	expirationIs: {
		group: 'dates',
		name: 'Expiration date is',
		help: 'What the marketplace means by the expiration date of a subscription',
		control: {
			kind: 'choice',
			choices: {
				dayAfter: { name: 'Day after', help: 'The first day that no longer belongs to the term' },
				lastDay: { name: 'Last day', help: 'The last day of the term' },
			},
		},
		usual: 'dayAfter',
	},
};
