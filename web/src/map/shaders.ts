// The two programs of the renderer, in GLSL ES 3.00.

// `look` holds for each point: colour slot, state (0 plain, 1 selected, 2 dimmed, 3 hidden), and how much larger it is drawn.
// Depth keeps what matters in front whatever the order of drawing: selected, plain, dimmed.
export const kVertexShader = `#version 300 es
layout(location = 0) in float x;
layout(location = 1) in float y;
layout(location = 2) in uvec4 look;
uniform vec2 centre;
uniform vec2 scale;
uniform float size;
uniform vec4 selected;
uniform vec4 dimmed;
uniform float strength;
uniform sampler2D colours;
flat out vec4 colour;
flat out float across;
void main() {
  uint state = look.y;
  if (state == 3u) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 1.0;
    return;
  }
  float depth = state == 1u ? -0.5 : state == 2u ? 0.5 : 0.0;
  gl_Position = vec4((vec2(x, y) - centre) * scale, depth, 1.0);
  across = size * (1.0 + float(look.z) / 64.0) * (state == 1u ? 1.25 : 1.0);
  gl_PointSize = across;
  vec4 plain = texelFetch(colours, ivec2(int(look.x), 0), 0);
  colour = state == 1u ? selected : state == 2u ? dimmed : vec4(plain.rgb, plain.a * strength);
}`;

export const kFragmentShader = `#version 300 es
precision mediump float;
flat in vec4 colour;
flat in float across;
out vec4 result;
void main() {
  if (across > 3.0) {
    vec2 from = gl_PointCoord * 2.0 - 1.0;
    if (dot(from, from) > 1.0) discard;
  }
  result = vec4(colour.rgb * colour.a, colour.a);
}`;
