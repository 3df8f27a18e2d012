// Draws points with WebGL2, without extensions and without asking for a fast GPU. A million points take a software GPU more than one
// frame, so a picture is drawn in parts: each frame adds the next part to what is there already, as large as the GPU does within a frame's
// time. While the camera moves only the first part is seen, which is a fair sample because points come shuffled (point_set.ts); once it
// rests the picture fills up. Pictures grow in a buffer of their own and are copied to the canvas.
import type { View } from './camera';
import { colourTable, kDimmed, kSelected, type Rgb } from './palette';
import type { PointSet } from './point_set';
import { kFragmentShader, kVertexShader } from './shaders';

export const kStates = { plain: 0, selected: 1, dimmed: 2, hidden: 3 } as const;

export type Theme = 'light' | 'dark';

const kPartTime = 50; // ms of the GPU for the first part, which is all that is seen while the camera moves
const kLaterParts = 3; // how many times larger the parts are that fill a picture up, when nothing moves
const kLeastPart = 10_000;
const kFirstPart = 40_000;

interface Target {
  frame: WebGLFramebuffer;
  colour: WebGLRenderbuffer;
  depth: WebGLRenderbuffer;
  width: number;
  height: number;
}

interface Resources {
  program: WebGLProgram;
  uniforms: Record<'centre' | 'scale' | 'size' | 'selected' | 'dimmed' | 'strength' | 'colours', WebGLUniformLocation | null>;
  array: WebGLVertexArrayObject;
  x: WebGLBuffer;
  y: WebGLBuffer;
  look: WebGLBuffer;
  table: WebGLTexture;
  target: Target | null;
}

// Null when the browser has no WebGL2.
export function makeRenderer(canvas: HTMLCanvasElement): Renderer | null {
  const gl = canvas.getContext('webgl2', { alpha: true, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance' });
  return gl === null ? null : new Renderer(canvas, gl);
}

export class Renderer {
  private resources: Resources;
  private points: PointSet | null = null;
  private look = new Uint8Array(0); // four bytes a point
  private view: View | null = null;
  private theme: Theme = 'light';
  private drawn = 0; // points of the picture that grows
  private part = kFirstPart; // points that the GPU draws in kPartTime
  private fence: { sync: WebGLSync; points: number; from: number } | null = null;
  private request = 0;
  // Told after each part, with how much of the picture is there, from 0 to 1.
  onProgress: (share: number) => void = () => undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
  ) {
    this.resources = makeResources(gl);
    canvas.addEventListener('webglcontextlost', this.onLost);
    canvas.addEventListener('webglcontextrestored', this.onRestored);
  }

  setPoints(points: PointSet): void {
    this.points = points;
    this.look = new Uint8Array(points.count * 4);
    for (let index = 0; index < points.count; ++index) this.look[4 * index + 2] = bump(points.weight[index]!);
    this.upload();
    this.restart();
  }

  // The colour slot and the state of each point.
  setLook(slots: Uint8Array, states: Uint8Array): void {
    const { look } = this;
    for (let index = 0, at = 0; index < slots.length; ++index, at += 4) {
      look[at] = slots[index]!;
      look[at + 1] = states[index]!;
    }
    const { gl, resources } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, resources.look);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, look);
    this.restart();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    uploadTable(this.gl, this.resources.table, theme);
    this.restart();
  }

  setView(view: View): void {
    this.view = view;
    this.restart();
  }

  get isComplete(): boolean {
    return this.points !== null && this.drawn >= this.points.count && this.fence === null;
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    this.canvas.removeEventListener('webglcontextlost', this.onLost);
    this.canvas.removeEventListener('webglcontextrestored', this.onRestored);
    // The context stays with its canvas, which may be given to another map; what it holds is let go.
    freeResources(this.gl, this.resources);
  }

  private readonly onLost = (event: Event): void => {
    event.preventDefault(); // else it is never restored
    cancelAnimationFrame(this.request);
    this.request = 0;
    this.fence = null;
  };

  private readonly onRestored = (): void => {
    this.resources = makeResources(this.gl);
    uploadTable(this.gl, this.resources.table, this.theme);
    this.upload();
    this.restart();
  };

  private upload(): void {
    const { gl, resources, points } = this;
    if (points === null) return;
    const fill = (buffer: WebGLBuffer, data: Float32Array | Uint8Array, usage: number): void => {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, usage);
    };
    fill(resources.x, points.x, gl.STATIC_DRAW);
    fill(resources.y, points.y, gl.STATIC_DRAW);
    fill(resources.look, this.look, gl.DYNAMIC_DRAW);
  }

  private restart(): void {
    this.drawn = 0;
    this.schedule();
  }

  private schedule(): void {
    if (this.request === 0) this.request = requestAnimationFrame(this.onFrame);
  }

  private readonly onFrame = (): void => {
    this.request = 0;
    const { points, view } = this;
    if (points === null || view === null || this.gl.isContextLost()) return;
    // The GPU is still at the part before: giving it more would only make the picture late.
    if (this.fence !== null && !this.fenceHasPassed()) return this.schedule();
    if (this.drawn > 0 && this.drawn >= points.count) return;
    this.drawPart(points, view);
    this.onProgress(points.count === 0 ? 1 : this.drawn / points.count);
    if (this.drawn < points.count || this.fence !== null) this.schedule();
  };

  private fenceHasPassed(): boolean {
    const { gl, fence } = this;
    if (fence === null) return true;
    if (gl.getSyncParameter(fence.sync, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(fence.sync);
    this.fence = null;
    const took = Math.max(1, performance.now() - fence.from);
    // Only whole parts tell of the GPU's speed. Half of each new measurement, so that one hiccup does not halve the pace.
    const wanted = Math.max(kLeastPart, (fence.points * kPartTime) / took);
    if (fence.points >= this.part || wanted < this.part) this.part = Math.round((this.part + Math.min(wanted, 4 * this.part)) / 2);
    return true;
  }

  private drawPart(points: PointSet, view: View): void {
    const { gl, resources } = this;
    const target = this.fitTarget(view);
    const count = Math.min(points.count - this.drawn, this.drawn === 0 ? this.part : kLaterParts * this.part);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    gl.viewport(0, 0, target.width, target.height);
    if (this.drawn === 0) {
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    }
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.useProgram(resources.program);
    this.setUniforms(points, view);
    gl.bindVertexArray(resources.array);
    gl.drawArrays(gl.POINTS, this.drawn, count);
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, target.frame);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
    gl.blitFramebuffer(0, 0, target.width, target.height, 0, 0, target.width, target.height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    this.drawn += count;
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    this.fence = sync === null ? null : { sync, points: count, from: performance.now() };
  }

  private setUniforms(points: PointSet, view: View): void {
    const { gl } = this;
    const { uniforms, table } = this.resources;
    const { camera, screen, scale } = view;
    gl.uniform2f(uniforms.centre, camera.x, camera.y);
    gl.uniform2f(uniforms.scale, (2 * scale) / screen.width, (2 * scale) / screen.height);
    gl.uniform1f(uniforms.size, pointSize(points.count, camera.zoom) * pixelRatio());
    const put = (where: WebGLUniformLocation | null, [r, g, b]: Rgb): void => gl.uniform4f(where, r / 255, g / 255, b / 255, 1);
    put(uniforms.selected, kSelected);
    put(uniforms.dimmed, kDimmed[this.theme]);
    gl.uniform1f(uniforms.strength, strengthOf(points.count));
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, table);
    gl.uniform1i(uniforms.colours, 0);
  }

  private fitTarget(view: View): Target {
    const { gl, canvas } = this;
    const width = Math.max(1, Math.round(view.screen.width * pixelRatio()));
    const height = Math.max(1, Math.round(view.screen.height * pixelRatio()));
    const now = this.resources.target;
    if (now?.width === width && now.height === height && canvas.width === width && canvas.height === height) return now;
    canvas.width = width;
    canvas.height = height;
    const target = now ?? { frame: gl.createFramebuffer(), colour: gl.createRenderbuffer(), depth: gl.createRenderbuffer(), width, height };
    Object.assign(target, { width, height });
    gl.bindRenderbuffer(gl.RENDERBUFFER, target.colour);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height);
    gl.bindRenderbuffer(gl.RENDERBUFFER, target.depth);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_COMPONENT16, width, height);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, target.colour);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, target.depth);
    this.resources.target = target;
    this.drawn = 0;
    return target;
  }
}

// More than two device pixels for one CSS pixel would cost much and show little.
export function pixelRatio(): number {
  return Math.min(2, devicePixelRatio);
}

// CSS px: few points are large, many are small; nearer they grow.
export function pointSize(count: number, zoom: number): number {
  const base = Math.max(1.4, 9 - 1.25 * Math.log10(Math.max(10, count)) - 0.1);
  return Math.min(14, base * Math.pow(Math.max(1, zoom), 0.28));
}

// Where many points lie on each other, each is drawn fainter, so that dense places stand out.
function strengthOf(count: number): number {
  return count <= 20_000 ? 0.9 : Math.max(0.55, 0.9 - 0.2 * Math.log10(count / 20_000));
}

// How much larger a point of several items is drawn, in 64ths.
function bump(weight: number): number {
  return weight <= 1 ? 0 : Math.min(160, Math.round(22 * Math.log2(weight)));
}

function makeResources(gl: WebGL2RenderingContext): Resources {
  const program = link(gl);
  const resources: Resources = {
    program,
    uniforms: {
      centre: gl.getUniformLocation(program, 'centre'),
      scale: gl.getUniformLocation(program, 'scale'),
      size: gl.getUniformLocation(program, 'size'),
      selected: gl.getUniformLocation(program, 'selected'),
      dimmed: gl.getUniformLocation(program, 'dimmed'),
      strength: gl.getUniformLocation(program, 'strength'),
      colours: gl.getUniformLocation(program, 'colours'),
    },
    array: gl.createVertexArray(),
    x: gl.createBuffer(),
    y: gl.createBuffer(),
    look: gl.createBuffer(),
    table: gl.createTexture(),
    target: null,
  };
  gl.bindVertexArray(resources.array);
  const column = (buffer: WebGLBuffer, place: number): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(place);
  };
  column(resources.x, 0);
  gl.vertexAttribPointer(0, 1, gl.FLOAT, false, 0, 0);
  column(resources.y, 1);
  gl.vertexAttribPointer(1, 1, gl.FLOAT, false, 0, 0);
  column(resources.look, 2);
  gl.vertexAttribIPointer(2, 4, gl.UNSIGNED_BYTE, 0, 0);
  gl.bindVertexArray(null);
  uploadTable(gl, resources.table, 'light');
  return resources;
}

function freeResources(gl: WebGL2RenderingContext, { program, array, x, y, look, table, target }: Resources): void {
  gl.deleteProgram(program);
  gl.deleteVertexArray(array);
  for (const buffer of [x, y, look]) gl.deleteBuffer(buffer);
  gl.deleteTexture(table);
  if (target === null) return;
  gl.deleteFramebuffer(target.frame);
  gl.deleteRenderbuffer(target.colour);
  gl.deleteRenderbuffer(target.depth);
}

function uploadTable(gl: WebGL2RenderingContext, texture: WebGLTexture, theme: Theme): void {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colourTable(theme));
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, kVertexShader],
    [gl.FRAGMENT_SHADER, kFragmentShader],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) continue; // the context is lost; it will be restored with new resources
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(`The map's shaders do not link: ${gl.getProgramInfoLog(program) ?? 'no reason given'}`);
  }
  return program;
}
