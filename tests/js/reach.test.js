// The network of the device goes: the page knows it without waiting for the socket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createReach } from "../../assets/parts/offline/reach.js";

const settled = () => new Promise((done) => setTimeout(done, 5));

/** @param {() => boolean} isThere */
function reachOf(isThere) {
  const device = new EventTarget();
  /** @type {boolean[]} */
  const told = [];
  const reach = createReach(device, async () => isThere(), 1);
  reach.subscribe(() => told.push(reach.isAway()));
  return { device, reach, told };
}

test("a device that loses its network is away until the server answers again", async () => {
  let isThere = false;
  const { device, reach, told } = reachOf(() => isThere);
  device.dispatchEvent(new Event("offline"));
  await settled();
  assert.equal(reach.isAway(), true);
  isThere = true;
  await settled();
  assert.equal(reach.isAway(), false);
  assert.deepEqual(told, [true, false]);
});

test("a server on the device itself is reached without any network", async () => {
  const { device, reach, told } = reachOf(() => true);
  device.dispatchEvent(new Event("offline"));
  await settled();
  assert.equal(reach.isAway(), false);
  assert.deepEqual(told, []);
});

test("nobody is asked before the network has gone", async () => {
  let asked = 0;
  const { device } = reachOf(() => Boolean(++asked));
  device.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(asked, 0);
});
