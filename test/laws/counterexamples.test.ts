import { dayText } from '../oracle/days';
import { runBatch } from './batch';
import { brokenAlone } from './explore';
import { usualBatch, type Arrival, type BatchSettings } from './settings';
import type { Timeline, TimelineOrder } from './timeline';

function order(kind: TimelineOrder['kind'], day: string, time: string, quantity: number, price = 1800): TimelineOrder {
	return { kind, day, time, quantity, price, once: 0 };
}

function timeline(more: Partial<Timeline> & Pick<Timeline, 'subscriptions'>): Timeline {
	return { months: 1, start: '2025-01-01', isShared: false, arrival: [], ...more };
}

interface Row {
	/** What went wrong once. */
	readonly was: string;
	readonly timeline: Timeline;
	readonly proration: BatchSettings['proration'];
	readonly priceSource: BatchSettings['priceSource'];
	readonly arrivals: readonly Arrival[];
	readonly sameDate?: BatchSettings['sameDate'];
	readonly syncRefunds?: boolean;
	readonly isPosted?: boolean;
	readonly isEdited?: boolean;
	readonly isByHand?: boolean;
	readonly connectedOn?: string;
	readonly runsAfter?: readonly number[];
	/** Bills by year, or by year and month. */
	readonly billed?: Readonly<Record<string, string>>;
}

const repriced = timeline({
	subscriptions: [
		{ orders: [order('sale', '2026-10-15', '09:00', 10), order('price', '2026-10-21', '09:01', 10, 1900)] },
	],
});

const rows: readonly Row[] = [
	{
		was: 'a moved price was credited over a later price of ours, which was moved and credited too',
		timeline: timeline({
			months: 12,
			start: '2026-01-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2027-09-22', '00:05', 10, 21_600),
						order('quantityAndPrice', '2027-09-23', '00:06', 14, 21_700),
						order('price', '2027-09-24', '00:07', 14, 21_900),
						order('price', '2027-10-07', '00:08', 14, 21_800),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		sameDate: 'refused',
		syncRefunds: true,
		runsAfter: [106, 503],
	},
	{
		was: 'moved changes of several days were charged with the units and the price of the first day',
		timeline: timeline({
			start: '2025-01-01',
			subscriptions: [
				{ orders: [order('sale', '2026-09-22', '00:05', 1)] },
				{
					orders: [
						order('sale', '2026-09-22', '00:06', 1, 5800),
						order('quantity', '2026-09-23', '00:07', 2, 5800),
						order('price', '2026-09-24', '00:08', 2, 5900),
						order('quantity', '2026-09-24', '00:09', 4, 5900),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a new price in the period of the sale was dated before the units and lost to the price that they came with',
		timeline: repriced,
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
		sameDate: 'accepted',
	},
	{
		was: 'a new price was taken for a rise where fragments had charged the quantity already',
		timeline: repriced,
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
		sameDate: 'accepted',
	},
	{
		was: 'a price that was moved to the next day was told to be wrong, and moved and charged again by each retry',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-01', '09:00', 10),
						order('price', '2026-10-11', '09:01', 10, 1900),
						order('price', '2026-10-12', '09:02', 10, 2100),
						order('quantity', '2026-10-24', '00:08', 5, 2100),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a second sale of one run found no price on a line that was planned and not written',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{ orders: [order('sale', '2026-09-25', '09:00', 6)] },
				{ orders: [order('sale', '2026-11-17', '23:45', 3), order('quantity', '2026-11-19', '23:46', 16)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'autotask',
		arrivals: ['oneRun'],
	},
	{
		was: 'a sale that arrived late found no price on a line whose units begin later',
		timeline: timeline({
			isShared: true,
			arrival: [1, 1, 1, 0],
			subscriptions: [
				{ orders: [order('sale', '2026-09-25', '09:00', 6)] },
				{
					orders: [
						order('sale', '2026-11-17', '23:45', 3),
						order('quantity', '2026-11-19', '23:46', 16),
						order('quantity', '2026-11-29', '00:07', 17),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'autotask',
		arrivals: ['mixed'],
	},
	{
		was: 'a fall was given the price of a later order, since the subscription has it already',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-13', '09:00', 5),
						order('quantity', '2026-10-16', '00:06', 4),
						order('price', '2026-12-04', '23:49', 4, 2000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['oneRun', 'mixed'],
	},
	{
		was: 'a new price of the whole period ended where an earlier order of the period had changed the price',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('quantityAndPrice', '2026-10-05', '00:06', 2, 1900),
						order('price', '2026-10-06', '00:07', 2, 2000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
	},
	{
		was: 'the price of a day was that of the last plan of a run, so that a moved change was not charged',
		timeline: timeline({
			arrival: [0, 0, 1],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-27', '00:05', 1),
						order('quantityAndPrice', '2026-10-02', '00:06', 2, 1900),
						order('price', '2026-10-03', '00:07', 2, 2000),
					],
				},
				{ orders: [order('sale', '2026-09-22', '00:05', 1, 5800)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		sameDate: 'refused',
	},
	{
		was: 'the day of a cancellation, shown as the expiration, was taken for the boundary of the orders before it',
		timeline: timeline({
			months: 3,
			start: '2025-01-31',
			isShared: true,
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-22', '00:05', 14, 5400),
						order('quantity', '2026-10-24', '09:01', 18, 5400),
						order('cancellation', '2026-10-31', '23:47', 0, 5400),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
	},
	{
		was: 'a price of the whole period was not followed on the days before the units had left a shared line',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-14', '00:05', 1),
						order('quantityAndPrice', '2026-12-02', '09:02', 2, 2200),
						order('quantity', '2026-12-10', '09:03', 16, 2200),
						order('price', '2026-12-13', '09:04', 16, 2500),
					],
				},
				{ orders: [order('sale', '2026-11-10', '00:05', 16)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
		sameDate: 'refused',
	},
	{
		was: 'a day between two prices was expected at the newer one, though the older one began after it',
		timeline: timeline({
			isShared: true,
			arrival: [0, 2, 1, 0, 2, 0, 1, 1, 2, 1],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-11-07', '00:05', 1),
						order('quantity', '2026-11-20', '23:46', 17),
						order('quantityAndPrice', '2027-01-18', '23:47', 19, 2100),
						order('price', '2027-01-21', '00:08', 19, 2200),
						order('quantity', '2027-01-24', '23:49', 17, 2200),
					],
				},
				{ alignedTo: 1, orders: [order('sale', '2026-10-06', '23:45', 15)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a sale joined a line at the price of its day, though the line has another one when its units begin',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{
					orders: [order('sale', '2026-10-04', '00:05', 1), order('quantityAndPrice', '2026-11-02', '00:08', 18, 2200)],
				},
				{ orders: [order('sale', '2026-11-16', '23:45', 3), order('quantity', '2026-11-17', '09:01', 4)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
	},
	{
		was: 'a sale that arrived late joined a line at the price of its day, though the line has another one later',
		timeline: timeline({
			isShared: true,
			arrival: [0, 0, 0, 1],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('quantity', '2026-10-05', '00:06', 2),
						order('quantityAndPrice', '2026-11-29', '00:07', 9, 1900),
					],
				},
				{ orders: [order('sale', '2026-11-16', '00:05', 3)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a fall to what the line holds, below what fragments had charged, repriced the whole period',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 9),
						order('quantityAndPrice', '2026-10-24', '00:09', 11, 2000),
						order('quantity', '2026-10-25', '09:05', 9, 2000),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
		sameDate: 'refused',
	},
	{
		was: 'days on which an emptied line kept the price of before were charged as if it had the new one',
		timeline: timeline({
			arrival: [2, 0, 2, 2, 0, 2, 1, 2, 0, 2],
			subscriptions: [
				{
					orders: [order('sale', '2026-11-02', '00:05', 1), order('cancellation', '2026-11-15', '23:46', 0)],
				},
				{
					orders: [
						order('sale', '2026-10-14', '23:45', 8, 5800),
						order('price', '2026-11-03', '23:46', 8, 6100),
						order('quantity', '2026-11-16', '00:07', 13, 6100),
					],
				},
				{ alignedTo: 1, orders: [order('sale', '2026-10-28', '09:00', 12, 9800)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
	},
	{
		was: 'seats that an earlier fall had left without a credit were given back with those of the cancellation',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 50),
						order('quantity', '2026-10-05', '00:06', 1),
						{ ...order('cancellation', '2026-10-18', '00:07', 0), isRefunded: true },
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'autotask',
		arrivals: ['severalRuns', 'oneRun'],
	},
	{
		was: 'a fall in the run of its sale found no price to credit it with',
		timeline: timeline({
			subscriptions: [
				{ orders: [order('sale', '2026-09-22', '00:05', 2), order('quantity', '2026-09-23', '00:06', 1)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'autotask',
		arrivals: ['oneRun'],
		syncRefunds: true,
	},
	{
		was: 'a Billing order that brings a price was taken for a fall, and credited',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('quantity', '2026-10-05', '00:06', 2),
						order('listPrice', '2026-10-06', '00:07', 2),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
		syncRefunds: true,
	},
	{
		was: 'a price that an order of the same run takes back was told to be a conflict',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('quantityAndPrice', '2026-10-05', '00:06', 2, 1600),
						order('quantityAndPrice', '2026-10-06', '00:07', 1, 1800),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
	},
	{
		was: 'the end of a term was not known where a cancellation had moved the expiration before it was seen',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('renewal', '2027-09-21', '00:06', 2),
						order('quantity', '2027-10-20', '00:07', 1),
						order('cancellation', '2027-10-23', '00:08', 0),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun'],
	},
	{
		was: 'a list price overtook an order that waited for approval, whose older price was then written over it',
		timeline: timeline({
			months: 12,
			start: '2026-01-01',
			arrival: [1, 0, 1, 0, 0],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1, 21600),
						order('renewal', '2027-09-22', '00:06', 1, 21600),
						order('listPrice', '2027-10-05', '00:07', 1, 21700),
					],
				},
				{
					orders: [order('sale', '2026-09-22', '00:05', 1, 25600), order('renewal', '2027-09-22', '00:06', 1, 25600)],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a list price that came before the units of a sale began was not followed',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 2),
						order('listPrice', '2026-09-23', '00:06', 2, 1600),
						order('quantity', '2026-09-24', '00:07', 1, 1600),
						order('renewal', '2027-09-22', '00:08', 1, 1600),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
		sameDate: 'refused',
	},
	{
		was: 'a fall at the end of a term, under one that was scheduled, would have taken the line below zero',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1, 21600),
						order('quantity', '2026-09-23', '00:06', 50, 21600),
						order('quantity', '2026-10-06', '00:07', 1, 21600),
						order('renewal', '2027-09-22', '00:08', 1, 21600),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'mixed'],
		sameDate: 'refused',
	},
	{
		was: 'a price that was scheduled before a rise took the place of the one that the rise brought',
		timeline: timeline({
			months: 6,
			start: '2025-01-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-26', '00:05', 1, 10800),
						{ ...order('listPrice', '2026-11-07', '09:02', 1, 10850) },
						order('quantityAndPrice', '2026-12-19', '09:03', 2, 10900),
						order('quantity', '2026-12-19', '09:04', 18, 10900),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		isPosted: true,
	},
	{
		was: 'a change had to be moved off a day on which the line held nothing before, and its price was not known',
		timeline: timeline({
			months: 12,
			start: '2025-01-29',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1, 21600),
						order('cancellation', '2026-10-03', '00:06', 0, 21600),
					],
				},
				{
					orders: [
						order('sale', '2026-11-18', '09:00', 2, 25600),
						order('quantity', '2026-11-25', '23:46', 7, 25600),
						order('cancellation', '2027-01-23', '23:47', 0, 25600),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'autotask',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [38, 55, 196],
	},
	{
		was: 'a price that left a shared line earlier than a change before had nowhere to put the units that stay there',
		timeline: timeline({
			isShared: true,
			arrival: [0, 1, 1, 1],
			subscriptions: [
				{ orders: [order('sale', '2026-09-22', '00:05', 1)] },
				{
					orders: [
						order('sale', '2026-09-22', '23:45', 3),
						order('quantityAndPrice', '2026-10-03', '00:06', 4, 1900),
						order('price', '2026-10-04', '09:02', 4, 2200),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
		// 4 x 18 x 9/30; 18 + 3 x 22 x 2/31 + 4 x 22 x 29/31; 18 + 4 x 22.
		billed: { '2026-09': '21.60', '2026-10': '104.58', '2026-11': '106.00' },
	},
	{
		was: 'of a price that left a shared line, over a fall at the end of the period, a line was made and left empty',
		timeline: timeline({
			months: 12,
			start: '2026-01-01',
			isShared: true,
			arrival: [0, 0, 0, 0, 1, 0],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1, 21_600),
						order('quantity', '2026-09-23', '00:06', 2, 21_600),
						order('quantity', '2026-09-24', '00:08', 50, 21_600),
						{ ...order('quantity', '2026-10-07', '09:04', 1, 21_600), isRefunded: true },
						order('price', '2026-10-15', '00:10', 1, 21_500),
					],
				},
				{ orders: [order('sale', '2026-09-29', '09:00', 1, 21_600)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
		syncRefunds: true,
		// 215 x (101 + 100 + 48 x 99)/365 + 216 x 94/365 - 49 x 215 x 86/365; 215 + 216. The order gives back 350 days, up to
		// 22 Sep 2027: the contract has billed 86 of them.
		billed: { 2026: '490.92', 2027: '431.00' },
	},
	{
		was: 'a list price was written to nothing, since the sale that it is about was refused as edited in the same run',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{ orders: [order('sale', '2026-10-02', '09:00', 13), order('listPrice', '2026-11-11', '23:48', 13, 1700)] },
				{ orders: [order('sale', '2026-09-24', '00:05', 19)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		isEdited: true,
		runsAfter: [9, 90],
		// 19 x 18 x 7/30; 19 x 18 + 13 x 18 x 30/31; 19 x 18 + 13 x 17.
		billed: { '2026-09': '79.80', '2026-10': '568.45', '2026-11': '563.00' },
	},
	{
		was: 'a day on which a moved fall was credited got a new price, and the credit kept the old one',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-01', '09:00', 10),
						order('quantity', '2026-11-09', '09:01', 5),
						order('quantity', '2026-11-11', '09:02', 2),
						order('listPrice', '2026-11-13', '09:03', 2, 1700),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [51, 53, 55],
		// 10 x 18; 10 x 17; 5 x 17/31 + 2 x 17 x 30/31, a credit of 3 x 18/31 and 3 x 1/31 of it taken back: 2 x 17.
		billed: { '2026-10': '180.00', '2026-11': '170.00', '2026-12': '33.99' },
	},
	{
		was: 'a fall was credited at the price of the subscription that had the line before, whose seats were gone',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-02', '00:05', 1),
						order('quantityAndPrice', '2026-10-15', '09:01', 9, 1900),
						order('quantity', '2026-10-25', '09:02', 8, 1900),
					],
				},
				{
					alignedTo: 1,
					orders: [
						order('sale', '2026-09-23', '09:00', 5, 5800),
						order('quantity', '2026-09-24', '09:01', 10, 5800),
						{ ...order('cancellation', '2026-09-26', '09:02', 0, 5800), isRefunded: true },
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
		syncRefunds: true,
		// 5 x 58 x 8/30 and 5 x 58 x 7/30, all 10 x 58 x 5/30 back; 18 x 30/31 + 8 x 19 x 17/31 - 19 x 7/31; 8 x 19.
		billed: { '2026-09': '48.33', '2026-10': '96.48', '2026-11': '152.00' },
	},
	{
		was: 'a fall was credited at the price of the line that the seats went to on a later day',
		timeline: timeline({
			isShared: true,
			arrival: [0, 1, 1, 1],
			subscriptions: [
				{ orders: [order('sale', '2026-10-01', '00:05', 5)] },
				{
					alignedTo: 1,
					orders: [
						order('sale', '2026-10-01', '09:00', 16),
						order('quantityAndPrice', '2026-12-19', '23:48', 19, 2000),
						order('quantity', '2026-12-22', '23:49', 8, 2000),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['mixed', 'severalRuns', 'oneRun'],
		syncRefunds: true,
		// 21 x 18; 21 x 18 + 3 x 20 x 13/31 - (3 x 20 + 8 x 18) x 10/31, and a cent of rounding; 5 x 18 + 8 x 20.
		billed: { '2026-11': '378.00', '2026-12': '337.36', '2027-01': '250.00' },
	},
	{
		was: 'a day that a moved price was charged for took a later price from before it, and was billed at it twice',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-05', '09:00', 10),
						order('quantity', '2026-10-12', '09:01', 4),
						order('quantityAndPrice', '2026-10-20', '09:02', 7, 2100),
						order('quantity', '2026-10-26', '09:03', 12, 2100),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [17, 24, 32, 38],
		// 10 x 18 x 21/31 + 12 x 21 x 6/31; 12 x 21.
		billed: { '2026-10': '170.71', '2026-11': '252.00' },
	},
	{
		was: 'a price that was moved off a day was taken to begin where that of the day itself begins',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-27', '09:00', 6),
						order('quantityAndPrice', '2026-11-06', '09:01', 7, 1700),
						order('quantityAndPrice', '2026-11-08', '09:02', 10, 1900),
						order('price', '2026-11-28', '09:03', 10, 2100),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [40, 48, 50, 70],
		// 6 x 18 x 5/31; 6 x 21 + 17 x 25/30 + 3 x 19 x 23/30; 10 x 21.
		billed: { '2026-10': '17.42', '2026-11': '183.87', '2026-12': '210.00' },
	},
	{
		was: 'units waited for a person since they leave from before a price that had been moved',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{ orders: [order('sale', '2026-11-10', '00:05', 1), order('listPrice', '2026-11-20', '23:46', 1, 1900)] },
				{
					orders: [
						order('sale', '2026-10-05', '09:00', 10),
						order('quantity', '2026-10-12', '09:01', 6),
						order('listPrice', '2026-10-16', '09:02', 6, 2000),
						order('quantityAndPrice', '2026-10-20', '09:03', 3, 1800),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [17, 24, 28, 32, 53, 63],
		// 10 x 20 x 27/31, and a cent of rounding; 3 x 18 + 19 x 21/30; 3 x 18 + 19.
		billed: { '2026-10': '174.20', '2026-11': '67.30', '2026-12': '73.00' },
	},
	{
		was: 'a day on which a line held nothing was charged at a price that was to be written for a later period',
		timeline: timeline({
			isShared: true,
			arrival: [1, 1, 1, 2, 1, 0, 1, 1, 1, 1, 1],
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-02', '23:45', 367),
						{ ...order('quantity', '2026-10-04', '23:46', 13), isRefunded: true },
						order('quantity', '2026-10-11', '00:07', 19),
						order('listPrice', '2026-10-11', '00:08', 19, 2000),
					],
				},
				{
					alignedTo: 1,
					orders: [
						order('sale', '2026-11-17', '00:05', 1),
						order('quantity', '2026-11-24', '23:46', 11),
						order('cancellation', '2026-11-29', '09:02', 0),
					],
				},
				{
					orders: [
						order('sale', '2026-11-24', '09:00', 17),
						order('quantity', '2026-11-24', '09:01', 5),
						order('quantity', '2026-12-01', '23:47', 368),
						order('quantityAndPrice', '2027-02-01', '00:08', 382, 1600),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
		// 19 x 20 + 368 x 18.
		billed: { '2026-12': '7004.00', '2027-01': '7004.00' },
	},
	{
		was: 'a renewal at the price of its day waited, since a rise of the next period was to have another one',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-28', '23:45', 11, 21_600),
						order('price', '2026-09-28', '23:46', 11, 21_900),
						order('quantityAndPrice', '2026-11-14', '00:09', 151, 21_700),
						order('renewal', '2027-09-27', '09:06', 3, 21_900),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [10, 58],
		// 140 x 217 x 321/365; 148 x 219 x 3/365 back; 3 x 219.
		billed: { '2026-11': '26717.75', '2027-09': '-244.30', '2027-10': '656.99' },
	},
	{
		was: 'a cost was followed over a later price of ours, which had brought its own',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-05', '09:00', 14),
						order('quantityAndPrice', '2026-10-08', '09:01', 19, 1700),
						order('quantity', '2026-10-13', '09:02', 8, 1700),
						order('quantity', '2026-10-20', '09:03', 300, 1700),
						{ ...order('price', '2026-10-24', '09:04', 300, 1600), cost: 1430 },
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [17, 19, 24, 31, 35],
		// 14 x 16 x 3/31 + 19 x 16 x 12/31 + 300 x 16 x 12/31; 300 x 16.
		billed: { '2026-10': '1997.41', '2026-11': '4800.00' },
	},
	{
		was: 'the price of seats that came to a line on the day that it was emptied could not be told by the next order',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{ orders: [order('sale', '2026-10-20', '00:05', 2), order('cancellation', '2026-11-07', '23:46', 0)] },
				{ orders: [order('sale', '2026-11-26', '23:45', 6), order('quantity', '2026-12-03', '23:46', 7)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [36, 62, 80],
		// 2 x 18 x 12/31; 2 x 18 + 6 x 18 x 5/30; 6 x 18 + 18 x 29/31; 7 x 18.
		billed: { '2026-10': '13.94', '2026-11': '54.00', '2026-12': '124.84', '2027-01': '126.00' },
	},
	{
		was: 'an order that repeats the price of the day changed days before it on one line, and not on a line of its own',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-01', '00:05', 8),
						order('quantityAndPrice', '2026-10-10', '00:07', 17, 1700),
						order('quantityAndPrice', '2026-10-18', '09:03', 28, 1800),
						order('price', '2026-10-19', '09:04', 28, 1800),
					],
				},
				{ orders: [order('sale', '2026-10-01', '09:00', 17)] },
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		// 17 x 18 + 8 x 18 x 9/31 + 17 x 17 x 8/31 + 28 x 18 x 14/31; 45 x 18.
		billed: { '2026-10': '650.00', '2026-11': '810.00' },
	},
	{
		was: 'seats that had ended with a term were credited at the old price, and billed at a later one of the whole period',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 10, 21_600),
						order('quantity', '2026-10-06', '00:06', 4, 21_600),
						order('renewal', '2027-09-22', '00:07', 4, 21_600),
						order('price', '2027-09-25', '00:08', 4, 30_000),
						order('price', '2027-09-28', '00:09', 4, 24_000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		runsAfter: [10, 16, 368, 370, 372],
		// (10 x 356 + 4 x 9) x 240/365 in all; 4 x 240.
		billed: { '2026-10': '2340.82', '2027-09': '23.67', '2027-10': '960.00' },
	},
	{
		was: 'seats that fragments have paid for and that end with a term are on no line, and no later price reaches them',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 10, 21_600),
						order('quantity', '2026-11-01', '00:06', 13, 21_600),
						order('renewal', '2027-09-22', '00:07', 8, 21_600),
						order('price', '2027-09-25', '00:08', 8, 30_000),
					],
				},
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		runsAfter: [10, 42, 368, 370],
		// (10 x 365 + 3 x 325 - 2 x 9) x 300/365 in all: the fragment, too, is at the later price; 8 x 300.
		billed: { '2026-10': '2926.03', '2026-11': '592.96', '2027-09': '267.59', '2027-10': '2400.00' },
	},
	{
		was: 'of seats that had ended with a term and came back, the days on which they were gone took a later price',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 10, 21_600),
						order('quantity', '2026-10-06', '00:06', 4, 21_600),
						order('renewal', '2027-09-22', '00:07', 4, 21_600),
						order('quantity', '2027-09-24', '00:08', 6, 21_600),
						order('price', '2027-09-26', '00:09', 6, 30_000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		runsAfter: [10, 16, 368, 369, 371],
		// (10 x 356 + 4 x 2 + 6 x 7) x 300/365 in all, and a cent of rounding; 6 x 300.
		billed: { '2026-10': '2926.03', '2027-09': '41.10', '2027-10': '1800.00' },
	},
	{
		was: 'a price of a posted period left what was credited of it alone',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 10, 21_600),
						order('quantity', '2026-10-06', '00:06', 4, 21_600),
						order('renewal', '2027-09-22', '00:07', 4, 21_600),
						order('price', '2027-09-25', '00:08', 4, 30_000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		isPosted: true,
		runsAfter: [10, 16, 368, 370],
		// 10 x 216; 6 x 216 x 9/365 back; 4 x 300.
		billed: { '2026-10': '2160.00', '2027-09': '-31.96', '2027-10': '1200.00' },
	},
	{
		was: 'seats that had ended with a term came back at another price, of which the line took nothing before the next period',
		timeline: timeline({
			months: 12,
			start: '2025-10-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 10, 21_600),
						order('quantity', '2026-10-06', '00:06', 4, 21_600),
						order('renewal', '2027-09-22', '00:07', 4, 21_600),
						order('quantityAndPrice', '2027-09-24', '00:08', 6, 30_000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		runsAfter: [10, 16, 368, 369],
		// ((10 x 356 + 4 x 2) x 216 + 6 x 7 x 300)/365 in all, less a cent of rounding; 6 x 300.
		billed: { '2026-10': '2106.74', '2027-09': '39.25', '2027-10': '1800.00' },
	},
	{
		was: 'seats that were to begin on the line that their price had taken them to were credited at the price of the line before',
		timeline: timeline({
			isShared: true,
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-20', '09:00', 5),
						order('quantityAndPrice', '2026-10-21', '09:01', 18, 2000),
						order('quantity', '2026-10-22', '09:02', 5, 2000),
					],
				},
				{ orders: [order('sale', '2026-10-01', '09:00', 4)] },
			],
		}),
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		syncRefunds: true,
		// 4 x 18 + 5 x 18 x 12/31 + 13 x 20 x 11/31 - 13 x 20 x 10/31; 4 x 18 + 5 x 20.
		billed: { '2026-10': '115.23', '2026-11': '172.00' },
	},
	{
		was: 'a day that a moved price had reached was charged for by the next price that was moved over it',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-25', '09:00', 6),
						order('quantityAndPrice', '2026-10-26', '09:01', 7, 1700),
						order('listPrice', '2026-10-28', '09:02', 7, 2000),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [37, 40],
		// 6 x 20/31 + 7 x 20 x 6/31; 7 x 20.
		billed: { '2026-10': '30.96', '2026-11': '140.00' },
	},
	{
		was: 'a price that was moved over a later one of ours was not owed on days that it was billed on',
		timeline: timeline({
			months: 3,
			start: '2025-05-01',
			isShared: true,
			arrival: [1, 0, 1, 0, 0, 1, 1, 2, 2],
			subscriptions: [
				{
					alignedTo: 1,
					orders: [order('sale', '2026-10-07', '09:00', 14, 5400), order('price', '2026-10-07', '09:01', 14, 5300)],
				},
				{
					alignedTo: 1,
					orders: [
						order('sale', '2026-11-26', '09:00', 9, 5400),
						{ ...order('quantity', '2026-11-27', '09:01', 4, 5400), isRefunded: true },
						order('quantityAndPrice', '2026-11-27', '09:02', 129, 5300),
						order('price', '2026-12-08', '00:08', 129, 5400),
						order('price', '2027-01-29', '23:49', 129, 5500),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
		syncRefunds: true,
		// 14 x 53 + 129 x 55.
		billed: { '2027-02': '7837.00' },
	},
	{
		was: 'an approved plan was shown as if the task before it, which was asked again, did not exist',
		timeline: timeline({
			months: 6,
			start: '2026-01-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2027-09-22', '00:05', 1, 10_800),
						order('quantity', '2027-10-05', '00:06', 2, 10_800),
						order('renewal', '2028-09-22', '23:47', 2, 11_100),
						order('quantity', '2028-09-22', '23:48', 16, 11_100),
					],
				},
			],
		}),
		connectedOn: '2027-09-20',
		isByHand: true,
		proration: 'marketplace',
		priceSource: 'autotask',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [8, 597],
		// 16 x 108.
		billed: { '2029-01': '1728.00' },
	},
	{
		was: 'a Billing order that was approved after a later renewal took its price away',
		timeline: timeline({
			subscriptions: [
				{
					alignedTo: 1,
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						order('listPrice', '2026-09-29', '00:06', 1, 1600),
						order('renewal', '2027-08-31', '23:47', 1, 1500),
					],
				},
			],
		}),
		isByHand: true,
		isPosted: true,
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		runsAfter: [8, 568],
		billed: { '2027-08': '16.00', '2027-09': '15.00' },
	},
	{
		was: 'a Billing order that was written late changed what a later order had stated at its price',
		timeline: timeline({
			months: 12,
			start: '2025-05-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 3, 21_600),
						order('renewal', '2027-09-22', '00:06', 3, 21_600),
						order('listPrice', '2027-10-05', '09:02', 3, 21_400),
						order('quantity', '2027-10-08', '09:03', 2, 21_400),
					],
				},
			],
		}),
		isByHand: true,
		isPosted: true,
		proration: 'marketplace',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		syncRefunds: true,
		runsAfter: [215, 559],
		// 3 x 214 - 1 x 214 x 206/366.
		billed: { '2027': '521.55' },
	},
	{
		was: 'what went on with a fall that states no price joined a line at another price on the successor',
		timeline: timeline({
			start: '2026-01-01',
			succeededOn: '2027-12-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2027-10-30', '09:00', 6),
						order('quantity', '2027-11-10', '00:07', 197),
						order('quantity', '2028-01-28', '09:04', 14),
						order('renewal', '2028-10-29', '23:50', 20, 1700),
					],
				},
				{
					alignedTo: 1,
					orders: [
						order('sale', '2027-11-14', '09:00', 3, 5800),
						order('quantityAndPrice', '2028-01-17', '23:47', 6, 5700),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['oneRun'],
		sameDate: 'refused',
		connectedOn: '2027-09-20',
		// 197 x 18 + 3 x 58; 14 x 18 + 6 x 57.
		billed: { '2027-12': '3720.00', '2028-02': '594.00' },
	},
	{
		was: 'usage of the successor was charged first, and its sale found no contract any more',
		timeline: timeline({
			months: 6,
			start: '2025-01-01',
			succeededOn: '2027-01-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1, 10_800),
						order('renewal', '2027-09-22', '00:06', 1, 10_800),
						{ ...order('usage', '2027-09-23', '00:07', 1, 10_800), once: 37 },
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'autotask',
		arrivals: ['oneRun'],
		sameDate: 'refused',
		// 108 x 101/184.
		billed: { '2026': '59.28', '2027-01': '108.00' },
	},
	{
		was: 'a fall that states no price took the last price of the contract that ended, not the one that holds from then on',
		timeline: timeline({
			months: 3,
			start: '2026-08-30',
			succeededOn: '2027-11-30',
			subscriptions: [
				{
					orders: [
						order('sale', '2027-10-02', '23:45', 50, 5400),
						order('quantity', '2027-11-02', '09:02', 16, 5400),
						order('quantityAndPrice', '2027-11-02', '09:03', 22, 5300),
						order('quantity', '2027-12-29', '09:05', 17, 5300),
						order('renewal', '2028-10-01', '23:51', 18, 5300),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns'],
		sameDate: 'refused',
		isPosted: true,
		connectedOn: '2027-09-20',
		runsAfter: [6, 12, 595],
		// 22 x 53, 17 x 53.
		billed: { '2027-11': '1166.00', '2028-02': '901.00' },
	},
	{
		was: 'a correction that was approved after a cancellation was read as the fall that ends a month earlier',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-09-22', '00:05', 1),
						{ ...order('correction', '2026-09-29', '12:00', 1), once: 500 },
						order('cancellation', '2026-10-01', '00:06', 0),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'autotask',
		arrivals: ['oneRun', 'mixed'],
		// 18.00 x 9 / 30 and 5.00; October is billed whole.
		billed: { '2026-09': '10.40', '2026-10': '18.00', '2026-11': '0.00' },
	},
	{
		was: 'a correction that was approved while a later order waited was read as a fall',
		timeline: timeline({
			start: '2026-01-01',
			subscriptions: [
				{
					orders: [
						order('sale', '2027-09-22', '00:05', 1),
						{ ...order('correction', '2027-09-24', '12:00', 1), once: 1234 },
						order('renewal', '2028-09-24', '23:46', 12, 1600),
						order('quantity', '2028-09-24', '23:47', 4, 1600),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['mixed'],
		sameDate: 'refused',
		connectedOn: '2027-09-20',
		// Renewed on the 22nd: 18.00 x 21 / 30 and 12 x 16.00 x 9 / 30; four from October on.
		billed: { '2027-09': '17.74', '2028-09': '70.20', '2028-10': '64.00' },
	},
	{
		was: 'a correction that named what was still to come was not understood once a later order was written',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-01', '09:00', 20),
						order('quantity', '2026-10-06', '09:01', 5),
						{ ...order('correction', '2026-10-12', '12:00', 5), once: -500 },
						order('quantity', '2026-10-14', '09:03', 8),
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		// 20 x 18.00 less 5.00, 8 x 18.00.
		billed: { '2026-10': '355.00', '2026-11': '144.00' },
	},
	{
		was: 'a fall did not bring the price that the subscription says, since a correction came after it',
		timeline: timeline({
			subscriptions: [
				{
					orders: [
						order('sale', '2026-10-01', '09:00', 10),
						order('quantityAndPrice', '2026-10-16', '09:01', 6, 2000),
						{ ...order('correction', '2026-10-20', '12:00', 6, 2000), once: 500 },
					],
				},
			],
		}),
		proration: 'autotask',
		priceSource: 'marketplace',
		arrivals: ['severalRuns', 'oneRun', 'mixed'],
		billed: { '2026-10': '185.00', '2026-11': '120.00' },
	},
];

function settingsOf(row: Row, arrival: Arrival): BatchSettings {
	const { proration, priceSource, sameDate = 'accepted', syncRefunds = false, isPosted = false } = row;
	const { isEdited, isByHand, runsAfter, connectedOn } = { ...usualBatch, ...row };
	const own = { isEdited, isByHand, runsAfter, connectedOn };
	return { ...usualBatch, proration, priceSource, arrival, sameDate, syncRefunds, isPosted, ...own };
}

/** What the row's periods come to in Autotask's billing items. */
async function billed(row: Row, arrival: Arrival): Promise<Row['billed']> {
	const { outcomes } = await runBatch([row.timeline], settingsOf(row, arrival));
	const items = outcomes.flatMap((outcome) => outcome.items);
	const sumOf = (span: string) =>
		items.filter((item) => dayText(item.on).startsWith(span)).reduce((cents, item) => cents + item.price, 0) / 100;
	return Object.fromEntries(Object.keys(row.billed ?? {}).map((span) => [span, sumOf(span).toFixed(2)]));
}

describe('timelines that broke a law once', () => {
	it.each(rows.flatMap((row) => row.arrivals.map((arrival) => [`${row.was}: ${arrival}`, row, arrival] as const)))(
		'%s',
		async (_, row, arrival) => {
			expect(await brokenAlone(row.timeline, settingsOf(row, arrival))).toEqual([]);
		},
	);

	const known = rows.filter((row) => row.billed);
	it.each(known.flatMap((row) => row.arrivals.map((arrival) => [`${row.was}: ${arrival}`, row, arrival] as const)))(
		'are billed as figured by hand: %s',
		async (_, row, arrival) => {
			expect(await billed(row, arrival)).toEqual(row.billed);
		},
	);
});
